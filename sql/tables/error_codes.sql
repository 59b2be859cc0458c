-- Letters that no standard class uses, and three digits: nothing of PostgreSQL's own can be mistaken for ours.
create table app_private.error_codes (
  sqlstate text primary key constraint sqlstate_is_one_of_ours check (sqlstate ~ '^[A-Z]{2}[0-9]{3}$'),
  code text not null unique constraint code_reads_well check (code ~ '^[A-Z]+(_[A-Z]+)*$'),
  meaning text not null
);

alter table app_private.error_codes enable row level security;
create policy everybody_reads on app_private.error_codes
  for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.error_codes to app_anonymous, app_user, app_operator;

comment on table app_private.error_codes is
  'Why a command can be refused: the SQLSTATE raised, the code that GraphQL clients see, and what it means.';
