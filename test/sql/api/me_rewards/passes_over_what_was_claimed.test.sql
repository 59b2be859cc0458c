-- Whoever has claimed five rewards a day for a year is shown them for little more than whoever began ten days ago.
select plan(5);
set synchronous_commit = on; -- vacuum knows no row to be visible whose commit is not on disk

insert into app_private.rewards (id, title, description, repeats, gives)
select 'daily_' || k, 'Of the day', '', 'day', r.gives from generate_series(1, 5) as k, app_private.rewards as r where r.id = 'streak_3';

-- In the order of time, among others, so that the days of one user lie in pages of their own.
create function pg_temp.live(subject text, since date)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.set_clock('2026-03-02 12:00+00');
  perform app_public.bootstrap();
  reset role;
  insert into test.lived select test.user_id(subject), since;
end
$$;

create table test.lived (user_id uuid, since date);
select pg_temp.live('new', '2026-02-20');
select pg_temp.live('old', '2025-03-02');
insert into test.lived select test.user_id('other ' || k), '2025-03-02' from generate_series(1, 30) as k;
insert into app_private.reward_unlocks (user_id, reward_id, period_key, unlocked_at, rule_version_id, sequence_number)
select l.user_id, 'daily_' || k, t.d::date::text, t.d, 1, 2
from generate_series('2025-03-02', '2026-03-01', interval '1 day') as t(d), test.lived as l, generate_series(1, 5) as k
where t.d >= l.since order by t.d, l.user_id;
insert into app_private.reward_claims (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock)
select u.user_id, u.reward_id, u.period_key, u.unlocked_at, false, 1, 2, false from app_private.reward_unlocks as u order by u.unlocked_at, u.user_id;
vacuum analyze app_private.reward_unlocks, app_private.reward_claims;

-- Rows of the two tables that one look at the rewards reads, and pages of all tables and indexes.
create function test.looked_at(subject text, out rows int, out pages int)
language plpgsql volatile
as $$
declare
  v_plan jsonb;
begin
  perform test.sign_in(subject);
  execute 'explain (analyze, buffers, format json) select r.* from app_public.me() as m, app_public.me_rewards(m) as r' into v_plan;
  reset role;
  select sum(case n ->> 'Node Type'
      when 'Index Only Scan' then (n -> 'Heap Fetches')::numeric
      else (n -> 'Actual Rows')::numeric * (n -> 'Actual Loops')::numeric + coalesce((n -> 'Rows Removed by Filter')::numeric, 0)
    end)
  into rows
  from jsonb_path_query(v_plan, 'strict $.** ? (@."Relation Name" == "reward_unlocks" || @."Relation Name" == "reward_claims")') as n;
  pages := (v_plan #> '{0,Plan,Shared Hit Blocks}')::int + (v_plan #> '{0,Plan,Shared Read Blocks}')::int;
end
$$;

create table test.looks as
select l.subject, x.rows, x.pages
from unnest('{new,old,new,old}'::text[]) with ordinality as l(subject, k), test.looked_at(l.subject) as x; -- the first ones read the catalogue too

-- PostgreSQL skips within an index since 18. Before, it looks at each of the user's unlocks for those of a period.
create table test.can_skip as select current_setting('server_version_num')::int >= 180000 as here;
select is((select count(*) from app_private.reward_claims as c where c.user_id = test.user_id('old')), 1825::bigint, 'a year of claims');
select case when s.here then is((select min(k.rows) from test.looks as k where k.subject = 'old'), 0, 'of which no row is read')
  else skip('this PostgreSQL does not skip within an index: use 18, by TEST_DATABASE_URL', 1) end from test.can_skip as s;
select case when s.here then is((select min(k.rows) from test.looks as k where k.subject = 'new'), 0, 'as of ten days')
  else skip('this PostgreSQL does not skip within an index: use 18, by TEST_DATABASE_URL', 1) end from test.can_skip as s;
select case when s.here then cmp_ok((select min(k.pages) from test.looks as k where k.subject = 'old'), '<',
    (select min(k.pages) from test.looks as k where k.subject = 'new') + 100, 'and of pages those of two indexes')
  else skip('this PostgreSQL does not skip within an index: use 18, by TEST_DATABASE_URL', 1) end from test.can_skip as s;

-- It does look: where something is left over the day's unlocks are read.
delete from app_private.reward_claims as c where c.user_id = test.user_id('old') and c.period_key = '2025-06-01' and c.reward_id = 'daily_1';
vacuum (index_cleanup on) app_private.reward_claims;
select case when s.here then is((select x.rows from test.looked_at('old') as x), 5, 'what is left over is read')
  else skip('this PostgreSQL does not skip within an index: use 18, by TEST_DATABASE_URL', 1) end from test.can_skip as s;
