create or replace function app_private.let_in(kind text, key text, at timestamptz)
returns void
language sql volatile
begin atomic
  update app_private.log_in_attempts as a
  set guesses = a.guesses + 1, locked_until = app_rules.attempts_locked_until(a.kind, a.guesses + 1, let_in.at)
  where a.kind = let_in.kind and a.key = let_in.key;
end;

comment on function app_private.let_in(text, text, timestamptz) is
  'Takes an attempt that was counted for a wrong guess until it turns out right, so that those beside it wait already.';
