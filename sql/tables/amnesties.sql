-- One row is all that an amnesty writes: each user's state takes it in when it is next read or locked (amnesty_steps).
create table app_private.amnesties (
  id int primary key constraint id_is_positive check (id > 0),
  first_day date not null,
  last_day date not null,
  reason text not null constraint reason_is_short check (length(reason) between 1 and 200),
  declared_at timestamptz not null,
  declared_by uuid not null,
  constraint days_are_excused_once unique (first_day, last_day),
  constraint an_amnesty_is_at_most_31_days check (last_day - first_day between 0 and 30)
);

alter table app_private.amnesties enable row level security;
create policy everybody_reads on app_private.amnesties for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.amnesties to app_anonymous, app_user, app_operator;
-- What has taken effect on some states cannot be unsaid.
revoke update, delete, truncate on app_private.amnesties from current_user;

comment on table app_private.amnesties is
  'Days on which nobody is held to have missed. Never edited: a state takes each in once, in the order of id.';
comment on column app_private.amnesties.reason is 'What users read in their calendar.';
comment on column app_private.amnesties.declared_by is 'The operator''s user id.';
