-- A table of its own, keyed by what is unique and without a foreign key, so that it may live on another machine than its account.
create table app_private.account_emails (
  email text primary key constraint email_is_normalised check (email = app_rules.normalised_email(email))
    constraint email_is_one check (app_rules.is_email(email)),
  account_id uuid not null
);

alter table app_private.account_emails enable row level security;

comment on table app_private.account_emails is 'Which account an e-mail address names. Read and written by functions alone.';
comment on column app_private.account_emails.email is 'Normalised: the same address in another case is the same account.';
