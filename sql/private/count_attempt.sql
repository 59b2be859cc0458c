create or replace function app_private.count_attempt(kind text, key text, at timestamptz)
returns timestamptz
language sql volatile
begin atomic
  insert into app_private.log_in_attempts as a (kind, key, attempts, guesses, last_attempt_at)
  values (count_attempt.kind, count_attempt.key, 1, 0, count_attempt.at)
  on conflict on constraint log_in_attempts_pkey do update set
    attempts = case when app_rules.attempts_are_forgotten(a.last_attempt_at, excluded.last_attempt_at) then 1 else a.attempts + 1 end,
    guesses = case when app_rules.attempts_are_forgotten(a.last_attempt_at, excluded.last_attempt_at) then 0 else a.guesses end,
    locked_until = case when a.locked_until > excluded.last_attempt_at then a.locked_until end,
    last_attempt_at = greatest(a.last_attempt_at, excluded.last_attempt_at)
  returning a.locked_until;
end;

comment on function app_private.count_attempt(text, text, timestamptz) is
  'Counts one attempt, and locks its row. Until when it is locked, or null.';
