-- Users with a history: a few live it through the product's own functions, everybody else gets a copy of one of them.
-- A journal depends on nothing but its user's own commands, so a copy is as right as what it is a copy of.
create schema bench;
create extension pg_walinspect schema bench;
create extension pg_stat_statements schema bench;

create table bench.users (
  k int primary key,
  user_id uuid not null,
  model int not null
);

create table bench.models (
  model int primary key,
  user_id uuid not null
);

create function bench.issuer()
returns text
language sql immutable
return 'urn:stateful-engagement-backend:development';

insert into bench.models
select k, app_rules.user_id_for(bench.issuer(), 'model ' || k) from generate_series(0, 3) as k;

-- Time goes on from this instant, for every connection. Replaced like this the clock costs no more than the product's own.
create procedure bench.set_clock(at timestamptz)
language plpgsql
as $$
begin
  execute format('create or replace function app_private.clock() returns timestamptz language sql volatile
    return clock_timestamp() + interval ''%s seconds''', extract(epoch from at - clock_timestamp()));
end
$$;

-- A day in the life of the models: one checks in and does no more, one claims, one spends, one misses a day in five.
create procedure bench.live(day int)
language plpgsql
as $$
declare
  v_model bench.models;
begin
  for v_model in select m.* from bench.models as m order by m.model loop
    perform set_config('app.issuer', bench.issuer(), true), set_config('app.subject', 'model ' || v_model.model, true);
    continue when v_model.model = 3 and day % 5 = 3;
    perform app_private.check_in(v_model.user_id, null);
    if v_model.model = 1 and day = 3 then
      perform app_private.claim_reward(v_model.user_id, 'streak_3', null);
    elsif v_model.model = 2 and day % 2 = 0 then
      perform app_private.spend_energy(v_model.user_id, 10, 'A lesson', md5(day::text)::uuid);
    end if;
  end loop;
end
$$;

-- The users from k to k. In the order of time, so that one user's rows lie as far from each other as in life.
create procedure bench.copy(first_k int, last_k int)
language plpgsql
as $$
declare
  v_table regclass;
  v_others text;
  v_last bigint;
begin
  set local session_replication_role = replica; -- the models' rows have passed the foreign keys
  insert into bench.users
  select k, app_rules.user_id_for(bench.issuer(), 'user ' || k), k % 4 from generate_series(first_k, last_k) as k;
  insert into app_private.users (user_id, issuer, subject, created_at)
  select u.user_id, bench.issuer(), 'user ' || u.k, t.created_at
  from bench.users as u join bench.models as m using (model) join app_private.users as t on t.user_id = m.user_id
  where u.k between first_k and last_k order by u.user_id;

  foreach v_table in array '{app_private.user_states, app_private.day_marks, app_private.reward_unlocks, app_private.reward_claims, app_public.journal_entries}'::regclass[] loop
    select string_agg(', ' || quote_ident(a.attname), '' order by a.attnum) into v_others
    from pg_attribute as a where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped and a.attname <> 'user_id';
    execute format('select max(t.sequence_number) from %s as t join bench.models as m using (user_id)', v_table) into v_last;
    for v_number in 1 .. v_last loop
      execute format('
        insert into %1$s (user_id%2$s)
        select u.user_id%3$s
        from (select o.* from bench.users as o where o.k between $1 and $2 order by o.user_id offset 0) as u
        join bench.models as m using (model)
        join %1$s as t on t.user_id = m.user_id and t.sequence_number = $3',
        v_table, v_others, replace(v_others, ', ', ', t.')) using first_k, last_k, v_number;
    end loop;
  end loop;
end
$$;
