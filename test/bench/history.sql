-- Users with a history: a few live it through the product's own functions, everybody else gets a copy of one of them.
-- A journal depends on nothing but its user's own commands, so a copy is as right as what it is a copy of.
create schema bench;
create extension pg_walinspect schema bench;
create extension pg_stat_statements schema bench;
create extension pageinspect schema bench;

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

-- What every user has, in the order in which it is copied, and the models' rows of it.
create table bench.copied (
  relation regclass primary key,
  place int not null,
  models text not null
);

insert into bench.copied
select c.name::regclass, c.place, 'bench.models_' || split_part(c.name, '.', 2)
from unnest('{app_public.journal_entries, app_private.day_marks, app_private.users, app_private.user_states, app_private.reward_unlocks, app_private.reward_claims}'::text[])
  with ordinality as c(name, place);

-- The same heaps and indexes as row by row, sooner: nothing is asked of a copy that its model has passed, and indexes are built
-- when all is there, as full as inserts in no order leave them. Definitions stay untouched; end_load says so.
create table bench.indexes as
select i.indexrelid, i.indrelid, c.reloptions
from pg_index as i join pg_class as c on c.oid = i.indexrelid where i.indrelid in (select o.relation from bench.copied as o);

create procedure bench.begin_load(users int)
language plpgsql
as $$
declare
  v_copied bench.copied;
begin
  for v_copied in select c.* from bench.copied as c loop
    execute format('create table %s as select m.model, t.* from bench.models as m join %s as t using (user_id)', v_copied.models, v_copied.relation);
    execute format('analyze %s', v_copied.models);
  end loop;
  insert into bench.users
  select k, app_rules.user_id_for(bench.issuer(), 'user ' || k), k % 4 from generate_series(1, users) as k;
  analyze bench.users;
  update pg_index as i set indisready = false, indisvalid = false where i.indexrelid in (select b.indexrelid from bench.indexes as b);
  update pg_class as c set reloptions = '{fillfactor=70}' where c.oid in (select b.indexrelid from bench.indexes as b);
  update pg_class as c set relchecks = 0 where c.oid in (select o.relation from bench.copied as o);
end
$$;

-- The rows of the users from k to k in one table. In the order of time, so that one user's rows lie as far from each other as in life.
create procedure bench.copy(copied regclass, first_k int, last_k int)
language plpgsql
as $$
declare
  v_models constant text := (select c.models from bench.copied as c where c.relation = copied);
  v_others text;
  v_last bigint;
begin
  set local session_replication_role = replica; -- no triggers: the models' rows have passed the foreign keys
  if copied = 'app_private.users'::regclass then
    execute format('
      insert into app_private.users (user_id, issuer, subject, created_at)
      select u.user_id, bench.issuer(), ''user '' || u.k, t.created_at
      from bench.users as u join %s as t using (model) where u.k between $1 and $2', v_models) using first_k, last_k;
    return;
  end if;
  select string_agg(', ' || quote_ident(a.attname), '' order by a.attnum) into v_others
  from pg_attribute as a where a.attrelid = copied and a.attnum > 0 and not a.attisdropped and a.attname <> 'user_id';
  execute format('select max(t.sequence_number) from %s as t', v_models) into v_last;
  for v_number in 1 .. v_last loop
    execute format('
      insert into %s (user_id%s)
      select u.user_id%s
      from bench.users as u join %s as t using (model)
      where u.k between $1 and $2 and t.sequence_number = $3',
      copied, v_others, replace(v_others, ', ', ', t.'), v_models) using first_k, last_k, v_number;
  end loop;
end
$$;

-- After all indexes have been built.
create procedure bench.end_load()
language plpgsql
as $$
begin
  update pg_class as c set reloptions = b.reloptions from bench.indexes as b where c.oid = b.indexrelid;
  update pg_class as c
  set relchecks = (select count(*) from pg_constraint as o where o.conrelid = c.oid and o.contype = 'c')
  where c.oid in (select o.relation from bench.copied as o);
  if exists (select from bench.indexes as b join pg_index as i using (indexrelid) where not (i.indisvalid and i.indisready)) then
    raise 'an index has not been built';
  end if;
end
$$;

-- Reads what the next command of each user reads whom the deck deals from one place to another.
create procedure bench.warm(users int, first_place int, last_place int, step int)
language plpgsql
as $$
begin
  perform count(*)
  from generate_series(first_place, last_place) as i
  join bench.users as u on u.k = 1 + i::bigint * step % users,
    lateral (select s.user_id from app_private.user_states as s where s.user_id = u.user_id and s.points >= 0) as s,
    lateral (select count(e.points) as n from (
      select j.points from app_public.journal_entries as j where j.user_id = u.user_id order by j.sequence_number desc limit 5) as e) as e,
    lateral (select j.points from app_public.journal_entries as j where j.user_id = u.user_id order by j.occurred_at desc, j.sequence_number desc limit 1) as l,
    lateral (select count(m.mark) as n from app_private.day_marks as m where m.user_id = u.user_id) as m,
    lateral (select count(n.unlocked_at) as n from app_private.reward_unlocks as n where n.user_id = u.user_id) as n,
    lateral (select count(n.unlocked_at) as n from app_private.reward_unlocks as n where n.user_id = u.user_id and n.sequence_number = 1) as o,
    lateral (select count(c.claimed_at) as n from app_private.reward_claims as c where c.user_id = u.user_id) as c
  where e.n + m.n + n.n + o.n + c.n >= 0;
end
$$;
