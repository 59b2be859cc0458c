create table app_private.accounts (
  account_id uuid primary key,
  email text not null,
  password_hash text not null constraint password_hash_names_its_algorithm check (password_hash like '$scrypt$%'),
  is_operator boolean not null default false,
  zone text references app_private.zones,
  created_at timestamptz not null
);

alter table app_private.accounts enable row level security;

comment on table app_private.accounts is
  'Who signs in with e-mail and password (ACCOUNTS=1). Read and written by functions alone; its row is locked before sessions are opened or ended.';
comment on column app_private.accounts.account_id is 'The subject of its tokens. Random: it tells nothing.';
comment on column app_private.accounts.email is 'As in account_emails, which decides whose it is.';
comment on column app_private.accounts.password_hash is 'In PHC format, with its parameters; the password itself never comes here.';
comment on column app_private.accounts.is_operator is 'Whether its tokens are an operator''s. Set by set_account_operator.';
comment on column app_private.accounts.zone is 'The zone that it registered with: the claim zoneinfo of its tokens.';
