create table app_private.sessions (
  account_id uuid not null references app_private.accounts,
  session_id uuid not null,
  stem_hash bytea not null constraint stem_hash_is_sha256 check (length(stem_hash) = 32),
  token_hash bytea not null constraint token_hash_is_sha256 check (length(token_hash) = 32),
  used_hash bytea constraint used_hash_is_sha256 check (length(used_hash) = 32),
  created_at timestamptz not null,
  refreshed_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, session_id),
  constraint session_expires_as_the_rule_says check (expires_at = app_rules.session_expires_at(created_at, refreshed_at))
);

create index sessions_expires_at on app_private.sessions (expires_at);

alter table app_private.sessions enable row level security;

comment on table app_private.sessions is
  'The sessions of accounts. One that has ended has no row, and then its access tokens are refused. Read and written by functions alone.';
comment on column app_private.sessions.session_id is 'The claim sid of its access tokens.';
comment on column app_private.sessions.stem_hash is 'Of the part that all refresh tokens of the session share: who has it has had one of them.';
comment on column app_private.sessions.token_hash is 'Of the refresh token that has not been used.';
comment on column app_private.sessions.used_hash is 'Of the refresh token that the last refresh used.';
comment on column app_private.sessions.refreshed_at is 'The last refresh, or else the log-in.';
