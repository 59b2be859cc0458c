-- Where the clock goes back over the day's start, PostgreSQL takes the later reading of
-- that local time; the day ends at the earlier one, which is read with the offset of the day before.
-- Where the clock skips the day's start, the day ends at the skip.
create or replace function app_rules.day_end(day date, zone text, day_start_hour int)
returns timestamptz
language sql immutable parallel safe
return (
  select case
    when later.at at time zone zone > local.time then app_rules.clock_skip(local.time, zone)
    when earlier.at at time zone zone = local.time then least(earlier.at, later.at)
    else later.at
  end
  from (select (day + 1)::timestamp + make_interval(hours => day_start_hour) as time) as local,
    lateral (select local.time at time zone zone as at) as later,
    lateral (
      select (local.time - (((later.at at time zone 'UTC') - interval '1 day') at time zone 'UTC' at time zone zone
        - ((later.at at time zone 'UTC') - interval '1 day'))) at time zone 'UTC' as at
    ) as earlier
);

comment on function app_rules.day_end(date, text, int) is
  'The instant at which a day of the user''s calendar ends: the first one that belongs to a later day.';
