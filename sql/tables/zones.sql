-- Our own list: PostgreSQL itself also takes `UTC+3`, `<ABC>-3` and `europe/london`.
create table app_private.zones (
  name text primary key
);

alter table app_private.zones enable row level security;
create policy everybody_reads on app_private.zones for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.zones to app_anonymous, app_user, app_operator;

comment on table app_private.zones is 'The IANA time zones a user may choose.';
comment on column app_private.zones.name is 'The IANA name, such as Europe/Berlin.';
