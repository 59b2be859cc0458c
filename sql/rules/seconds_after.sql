-- By way of UTC: timestamptz + interval depends on the session''s zone and is only stable.
create or replace function app_rules.seconds_after(at timestamptz, seconds numeric)
returns timestamptz
language sql immutable parallel safe
return ((at at time zone 'UTC') + interval '1 second' * seconds::double precision) at time zone 'UTC';

comment on function app_rules.seconds_after(timestamptz, numeric) is 'The instant some whole seconds later.';
