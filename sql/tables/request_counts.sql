-- The one table that the server itself writes, and no function: how many requests a caller has sent in this minute, to all servers together.
-- Columns and their order are those of the npm package rate-limiter-flexible. Unlogged: after a crash of PostgreSQL counts begin anew.
create unlogged table app_private.request_counts (
  key text primary key constraint key_is_a_fingerprint check (key ~ '^[a-z_]+:[A-Za-z0-9_-]{22}$'),
  points int not null,
  expire bigint not null
) with (fillfactor = 80);

alter table app_private.request_counts enable row level security;
create policy server_counts on app_private.request_counts to app_server using (true) with check (true);
grant select, insert, update, delete on app_private.request_counts to app_server;

comment on table app_private.request_counts is
  'Requests of callers who send many. Rows are deleted an hour after their minute; whoever sends few is counted in the servers'' memory alone.';
comment on column app_private.request_counts.key is 'Which limit, and the caller''s fingerprint, from which nobody learns an address or a name.';
comment on column app_private.request_counts.points is 'The requests of this minute.';
comment on column app_private.request_counts.expire is 'When the minute ends, in milliseconds since 1970, by the clock of the server that counted first.';
