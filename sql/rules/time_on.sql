create or replace function app_rules.time_on(day date, at timestamptz, zone text)
returns text
language sql immutable parallel safe
return case
  when (at at time zone zone)::date = day then right(app_rules.local_time(at, zone), 5)
  else app_rules.local_time(at, zone)
end || ' in ' || zone;

comment on function app_rules.time_on(date, timestamptz, text) is
  'An instant on the clock of a zone, such as 21:14 in Europe/Berlin; with its date, if that is not the day.';
