-- A lost answer is asked for again at once; two tabs refresh in the same second.
create or replace function app_rules.is_repeated_refresh(refreshed_at timestamptz, at timestamptz)
returns boolean
language sql immutable parallel safe
return at < app_rules.seconds_after(refreshed_at, 10);

comment on function app_rules.is_repeated_refresh(timestamptz, timestamptz) is
  'Whether the token that the last refresh used may still come once more without being taken for stolen: for 10 seconds.';
