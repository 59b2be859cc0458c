create or replace function app_rules.is_clock_ahead(seconds bigint)
returns boolean
language sql immutable parallel safe
return seconds between 0 and 3155760000;

comment on function app_rules.is_clock_ahead(bigint) is
  'Whether a test user''s clock may be so far ahead of everybody''s: at most 100 years of 365.25 days.';
