create or replace function app_rules.attempts_locked_until(kind text, guesses int, at timestamptz)
returns timestamptz
language sql immutable parallel safe
return case when guesses >= app_rules.attempts_free(kind)
  then app_rules.seconds_after(at, least(900, 1 << least(guesses - app_rules.attempts_free(kind), 10))) end;

comment on function app_rules.attempts_locked_until(text, int, timestamptz) is
  'Until when nobody is let in after so many wrong guesses: 1, 2, 4, … seconds, at most 15 minutes. Null while they are free.';
