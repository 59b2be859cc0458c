create or replace function app_rules.attempts_are_forgotten(last_attempt_at timestamptz, at timestamptz)
returns boolean
language sql immutable parallel safe
return at >= app_rules.seconds_after(last_attempt_at, 86400);

comment on function app_rules.attempts_are_forgotten(timestamptz, timestamptz) is
  'Whether a day has gone by without an attempt.';
