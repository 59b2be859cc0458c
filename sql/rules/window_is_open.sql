create or replace function app_rules.window_is_open(starts_at timestamptz, ends_at timestamptz, at timestamptz)
returns boolean
language sql immutable parallel safe
return at >= coalesce(starts_at, '-infinity') and at < coalesce(ends_at, 'infinity');

comment on function app_rules.window_is_open(timestamptz, timestamptz, timestamptz) is
  'Whether an instant is within [starts_at, ends_at); a null end is open.';
