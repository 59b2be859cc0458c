-- PostgreSQL reads a local time that was skipped with the offset before, which is at or after the skip,
-- by less than the skip's length. Minute by minute, since no function tells when a zone's clock changes.
create or replace function app_rules.clock_skip(skipped timestamp, zone text)
returns timestamptz
language sql immutable parallel safe
return (
  select min(n.utc) at time zone 'UTC'
  from (select skipped at time zone zone at time zone 'UTC' as utc) as reading,
    lateral generate_series(
      reading.utc - (reading.utc at time zone 'UTC' at time zone zone - skipped), reading.utc, interval '1 minute'
    ) as n(utc)
  where n.utc at time zone 'UTC' at time zone zone >= skipped
);

comment on function app_rules.clock_skip(timestamp, text) is
  'The instant at which a zone''s clock skips this local time.';
