select plan(26);

select is(row(w.users, w.users_affected, w.commands_refused, w.rewards, w.most_affected)::text, '(0,0,0,{},{})', 'of nobody nothing is said')
from app_private.what_if('2026-03-01', jsonb_populate_record(null::app_public.rule_parameters, '{"check_in_points": 6}')) as w;

-- Twenty-four users: two of one check-in, two of two, up to twelve.
create function pg_temp.live()
returns void
language plpgsql
as $$
begin
  for k in 1 .. 24 loop
    perform test.sign_in('user ' || k);
    perform test.check_in_daily('2026-03-01 12:00+00', 1 + (k - 1) % 12);
  end loop;
end
$$;
select pg_temp.live();
reset role;
select test.set_clock('2026-03-12 12:00+00');

create function pg_temp.what_if(parameters jsonb, rewards app_public.reward[] default null, one_in int default 1) returns app_public.what_if language sql
return (select row(w.*)::app_public.what_if from app_private.what_if('2026-03-01', jsonb_populate_record(null::app_public.rule_parameters, parameters), rewards, one_in) as w);
create temp table answers as select pg_temp.what_if('{"check_in_points": 6}') as one_point_more;

select is(row((a).since, (a).users, (a).users_affected, (a).commands_refused)::text, row('2026-03-01'::timestamptz, 24, 24, 0)::text, 'everybody is looked at, and affected')
from (select one_point_more as a from answers) as w;
select is(row(c.title, c.before, c.after, c.users_gaining, c.users_losing, c.distribution)::text, '("Lifetime points",1020,1176,24,0,"(1,2,3,6,9,11,12)")', '156 check-ins are as many points: the sums, and how they are spread')
from answers, unnest((one_point_more).changes) as c where c.metric = 'lifetime_points';
select is(row(c.before, c.after, c.users_gaining, c.users_losing, c.distribution)::text, '(156,156,0,0,"(0,0,0,0,0,0,0)")', 'a metric that does not change')
from answers, unnest((one_point_more).changes) as c where c.metric = 'check_ins';
select is((select array_agg(c.metric) from answers, unnest((one_point_more).changes) as c), (select array_agg(m.id order by m.id) from app_private.metrics as m), 'each metric is there, in order');
select is((select array_agg(r::text) from answers, unnest((one_point_more).rewards) as r), '{"(first_check_in,24,24,24,24)","(streak_3,20,20,0,0)","(streak_7,12,12,0,0)","(weekly_five,24,24,0,0)"}', 'and each reward that was unlocked');

-- The twenty most affected.
select is((select array_agg(m.after - m.before order by place) from answers, unnest((one_point_more).most_affected) with ordinality as a(user_id, commands_refused, changes, place), unnest(a.changes) as m where m.metric = 'points'),
  '{12,12,11,11,10,10,9,9,8,8,7,7,6,6,5,5,4,4,3,3}'::bigint[], 'those whose points change most come first, twenty of them');
select is_empty($$
  select a.place from answers, unnest((one_point_more).most_affected) with ordinality as a(user_id, commands_refused, changes, place), unnest((one_point_more).most_affected) with ordinality as b(user_id, commands_refused, changes, place)
  where b.place = a.place + 1 and a.place % 2 = 1 and a.user_id > b.user_id$$, 'among equals by their id');
select is((select array_agg(distinct m.metric) from answers, unnest((one_point_more).most_affected) as a, unnest(a.changes) as m), '{lifetime_points,points}', 'of each what changes');
select is((select array_agg(m.after - m.before order by place) from unnest((pg_temp.what_if('{"check_in_xp": 11, "level_thresholds": [0], "level_boosts_basis_points": [10000]}')).most_affected) with ordinality as a(user_id, commands_refused, changes, place), unnest(a.changes) as m where m.metric = 'lifetime_xp'),
  '{12,12,11,11,10,10,9,9,8,8,7,7,6,6,5,5,4,4,3,3}'::bigint[], 'where no points change, XP decide');
select is((select array_agg(distinct m.after - m.before) from (select (pg_temp.what_if('{"check_in_points": 4}')).most_affected[1:2] as a) as w, unnest(w.a) as b, unnest(b.changes) as m), '{-12}', 'who loses most is as much affected as who gains most');
select is((select array_agg(row(a.commands_refused, m.metric, m.after - m.before)::text) from (select (pg_temp.what_if('{"late_grace_minutes": 0, "energy_max": 75}')).most_affected[1] as b) as w, lateral (select (w.b).*) as a, unnest(a.changes) as m),
  '{"(0,energy,-25)"}', 'energy comes last');

-- Losing, and refusals.
select is(row(c.before, c.after, c.users_gaining, c.users_losing, c.distribution)::text, '(1020,780,0,24,"(-10,-10,-10,-10,-10,-10,-10)")', 'everybody loses the first check-in''s reward')
from unnest((pg_temp.what_if('{}', test.proposed('first_check_in', '{"enabled": false}'))).changes) as c where c.metric = 'points';
select is(row(c.users_gaining, c.users_losing, c.distribution)::text, '(20,0,"(0,0,1,1,1,1,1)")', 'some gain, and some do not')
from unnest((pg_temp.what_if('{}', test.proposed('streak_3', '{"auto_claim": true, "gives": {"points": 1}}'))).changes) as c where c.metric = 'points';
select is(w.users_affected, 20, 'only they are affected') from pg_temp.what_if('{}', test.proposed('streak_3', '{"auto_claim": true, "gives": {"points": 1}}')) as w;

-- One of so many.
select is((pg_temp.what_if('{"check_in_points": 6}', null, c.one_in)).users, (select count(*)::int from app_private.users as u where ('x' || left(u.user_id::text, 8))::bit(32)::bigint < 4294967296 / c.one_in), format('one in %s', c.one_in))
from (values (2), (3), (16), (1000000)) as c(one_in);

-- In parts, as many connections would do it.
create function pg_temp.parts(parameters jsonb, rewards app_public.reward[], variadic bounds int[]) returns jsonb[] language sql
return (
  select array_agg(app_private.what_if_part('2026-03-01', jsonb_populate_record(null::app_public.rule_parameters, parameters), rewards, f.first_user, l.last_user) order by b.place desc)
  from unnest(0 || bounds) with ordinality as b(bound, place),
    lateral (select case when b.bound > 0 then (select u.user_id from app_private.users as u order by u.user_id offset b.bound limit 1) end) as f(first_user),
    lateral (select case when b.place <= cardinality(bounds) then (select u.user_id from app_private.users as u order by u.user_id offset bounds[b.place] - 1 limit 1) end) as l(last_user));
select is(app_private.what_if_whole('2026-03-01', pg_temp.parts(p.parameters, p.rewards, variadic p.bounds))::text, pg_temp.what_if(p.parameters, p.rewards)::text, p.why)
from (values
  ('{"check_in_points": 6}'::jsonb, null::app_public.reward[], '{12}'::int[], 'two parts are one whole'),
  ('{"check_in_points": 6, "energy_max": 80}', test.proposed('streak_3', '{"auto_claim": true, "gives": {"freezes": 1}}'), '{1, 5, 23}', 'so are four'),
  ('{"energy_max": 80}', test.proposed('weekly_five', '{"enabled": false}'), '{7, 8}', 'and three')) as p(parameters, rewards, bounds, why);
select is(cardinality(pg_temp.parts('{"energy_max": 80}', null, 7, 8)), 3, 'as many as they are said to be');
select is((select array_agg((p ->> 'users')::int order by (p ->> 'users')::int) from unnest(pg_temp.parts('{"energy_max": 80}', null, 7, 8)) as p), '{1,7,16}', 'of as many users');

-- Twenty changes from 1 to 20, of one user each, out of order and in two parts.
create function pg_temp.part(changes int[]) returns jsonb language sql
return (select jsonb_build_object('users', count(*), 'affected', count(*), 'refused', 2, 'rewards', '[]'::jsonb, 'most_affected', '[]'::jsonb,
  'metrics', jsonb_agg(jsonb_build_object('metric', 'points', 'before', 100, 'after', 100 + c.n, 'change', c.n, 'users', 1))) from unnest(changes) as c(n));
select is(row(w.users, w.commands_refused, c.before, c.after, c.distribution)::text, '(20,4,2000,2210,"(1,2,5,10,15,18,20)")', 'a tenth, a quarter, half have at most so much')
from app_private.what_if_whole('2026-03-01', array[pg_temp.part('{20,3,4,5,6,7,8,9,10}'), pg_temp.part('{11,12,13,14,15,16,17,18,19,1,2}')]) as w, unnest(w.changes) as c;
select is((c.distribution).p10, 1::bigint, 'and one user fewer, or more') from app_private.what_if_whole('2026-03-01', array[pg_temp.part('{1,2,3,4,5,6,7,8,9,10}')]) as w, unnest(w.changes) as c;
