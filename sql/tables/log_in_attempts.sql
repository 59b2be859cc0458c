create table app_private.log_in_attempts (
  kind text not null constraint kind_is_email_account_or_address check (kind in ('email', 'account', 'address')),
  key text not null,
  attempts int not null,
  guesses int not null constraint guesses_are_attempts check (guesses between 0 and attempts),
  last_attempt_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);

create index log_in_attempts_last_attempt_at on app_private.log_in_attempts (last_attempt_at);

alter table app_private.log_in_attempts enable row level security;

comment on table app_private.log_in_attempts is
  'Attempts to log in, register or change a password, counted before a password is looked at. Read and written by functions alone.';
comment on column app_private.log_in_attempts.key is 'The normalised e-mail address, whether it has an account or not; the account whose password was to be changed; or where the attempts came from.';
comment on column app_private.log_in_attempts.attempts is 'All of them, those that were refused while it was locked too.';
comment on column app_private.log_in_attempts.guesses is 'Those that were let in, and have not turned out right: the delay grows by them.';
comment on column app_private.log_in_attempts.locked_until is 'Nobody is let in before.';
