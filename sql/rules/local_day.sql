-- Convert first, subtract after: the other order is wrong on the day of a DST change.
create or replace function app_rules.local_day(at timestamptz, zone text, day_start_hour int)
returns date
language sql immutable parallel safe
return ((at at time zone zone) - make_interval(hours => day_start_hour))::date;

comment on function app_rules.local_day(timestamptz, text, int) is
  'The date on the user''s calendar at an instant, when the day starts day_start_hour hours after midnight in the zone.';
