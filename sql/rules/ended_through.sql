-- end(d) + grace <= at is the same as: the local day at (at - grace) is after d.
create or replace function app_rules.ended_through(at timestamptz, zone text, day_start_hour int, late_grace_minutes int)
returns date
language sql immutable parallel safe
return app_rules.local_day(
  ((at at time zone 'UTC') - make_interval(mins => late_grace_minutes)) at time zone 'UTC',
  zone, day_start_hour) - 1;

comment on function app_rules.ended_through(timestamptz, text, int, int) is
  'The last day that has ended at an instant, its grace for late check-ins over.';
