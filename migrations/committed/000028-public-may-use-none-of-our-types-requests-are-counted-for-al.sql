--! Previous: sha1:42a0fd18b1a6f2ad1313ea3bce4364a02749ef2b
--! Hash: sha1:7359590297fa2009972a57a9e3a885940a0d73af
--! Message: PUBLIC may use none of our types; requests are counted for all servers

-- PUBLIC may do nothing: neither with the types that there are, nor with those to come.
alter default privileges revoke usage on types from public;
do $$
declare
  v_type regtype;
begin
  for v_type in
    select t.oid from pg_catalog.pg_type as t left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where t.typnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
      and (t.typtype in ('d', 'e', 'r') or c.relkind = 'c')
  loop
    execute pg_catalog.format('revoke usage on type %s from public', v_type);
  end loop;
end
$$;
--! Included api/reward_stock_remaining.sql
-- Invoker: row-level security decides what is read. Everybody may call it: whoever may not list rewards is told so by that field.
create or replace function app_public.reward_stock_remaining(reward app_public.reward)
returns bigint
language sql stable
begin atomic
  select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = reward.reward_id;
end;

grant execute on function app_public.reward_stock_remaining to app_anonymous, app_user, app_operator;
comment on function app_public.reward_stock_remaining(app_public.reward) is
  E'@behavior -queryField\nWhat is left of the stock; null when there is no limit.';
--! EndIncluded api/reward_stock_remaining.sql
--! Included api/user.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public."user"(user_id uuid)
returns app_public.me
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user app_public.me;
begin
  perform app_private.require_operator_id();
  select u.user_id, u.created_at into v_user.user_id, v_user.created_at
  from app_private.users as u where u.user_id = "user".user_id;
  if not found then
    return null;
  end if;
  v_user.state := app_private.present(app_private.state_as_of(user_id));
  return v_user;
end
$$;

grant execute on function app_public."user" to app_anonymous, app_user, app_operator;
comment on function app_public."user"(uuid) is
  E'For operators: a user as the user is shown to themselves by me, with state, journal and rewards; null when there is none of this id. Reading never changes anything.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
--! EndIncluded api/user.sql
-- The server counts requests, of callers who send many.
drop table if exists app_private.request_counts;
--! Included tables/request_counts.sql
-- The one table that the server itself writes, and no function: how many requests a caller has sent in this minute, to all servers together.
-- Columns and their order are those of the npm package rate-limiter-flexible. Unlogged: after a crash of PostgreSQL counts begin anew.
create unlogged table app_private.request_counts (
  key text primary key constraint key_is_a_fingerprint check (key ~ '^[a-z_]+:[A-Za-z0-9_-]{22}$'),
  points int not null,
  expire bigint not null
) with (fillfactor = 80);

alter table app_private.request_counts enable row level security;
create policy server_counts on app_private.request_counts to app_server using (true) with check (true);
grant usage on schema app_private to app_server;
grant select, insert, update, delete on app_private.request_counts to app_server;

comment on table app_private.request_counts is
  'Requests of callers who send many. Rows are deleted an hour after their minute; whoever sends few is counted in the servers'' memory alone.';
comment on column app_private.request_counts.key is 'Which limit, and the caller''s fingerprint, from which nobody learns an address or a name.';
comment on column app_private.request_counts.points is 'The requests of this minute.';
comment on column app_private.request_counts.expire is 'When the minute ends, in milliseconds since 1970, by the clock of the server that counted first.';
--! EndIncluded tables/request_counts.sql
