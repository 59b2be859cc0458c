create table app_private.users (
  user_id uuid primary key,
  issuer text not null,
  subject text not null,
  created_at timestamptz not null,
  constraint user_id_is_that_of_issuer_and_subject check (user_id = app_rules.user_id_for(issuer, subject))
);

alter table app_private.users enable row level security;
create policy own on app_private.users for select to app_user using (user_id = app_private.current_user_id());
create policy operators_read_everybody on app_private.users for select to app_operator using (true);
grant select on app_private.users to app_user;

comment on table app_private.users is 'Who uses the app. Written once, by the first command or bootstrap.';
comment on column app_private.users.user_id is 'Derived from issuer and subject, so the same on every call and every node.';
comment on column app_private.users.issuer is 'Who vouches for the user: the token''s iss.';
comment on column app_private.users.subject is 'The user''s name there: the token''s sub.';
