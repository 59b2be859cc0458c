-- Spelt out by extract: to_char and timestamptz::text depend on the session.
create or replace function app_rules.local_time(at timestamptz, zone text)
returns text
language sql immutable parallel safe
return app_rules.iso_date((at at time zone zone)::date)
  || ' ' || lpad(extract(hour from at at time zone zone)::text, 2, '0')
  || ':' || lpad(extract(minute from at at time zone zone)::text, 2, '0');

comment on function app_rules.local_time(timestamptz, text) is
  'An instant on the clock of a zone, such as 2026-03-08 21:14, whatever the session; null for one that has no date.';
