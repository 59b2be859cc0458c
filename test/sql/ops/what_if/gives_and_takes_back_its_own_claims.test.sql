select plan(11);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 4); -- entry 3 claims first_check_in of itself: 10 points
select app_public.claim_reward('streak_3');
select test.set_clock('2026-03-04 13:00+00');
select test.sign_in_operator('olga');
select app_public.reverse_entry(test.user_id('alice'), 3, 'A mistake.');
reset role;
select is((test.stored('alice')).points, 70::bigint, 'four check-ins and a reward; what claimed itself is reversed');

-- A reward as it is, with some of it changed.
create function pg_temp.proposed(reward_id text, changes jsonb)
returns app_public.reward[]
language sql stable
return array(select jsonb_populate_record(d, changes) from app_private.rewards as r, app_private.reward_definition(r) as d where r.id = proposed.reward_id);
create function pg_temp.outcome(rewards app_public.reward[], parameters jsonb default '{}')
returns text
language sql stable
return (select concat_ws(' ', (o.after).points, o.refused)
  from app_private.what_if_users('2026-02-01', jsonb_populate_record(null::app_public.rule_parameters, parameters), rewards) as o where o.user_id = test.user_id('alice'));

select is(pg_temp.outcome(pg_temp.proposed('first_check_in', '{"gives": {"points": 100}}')), '70 0', 'what is taken back is what it would have given');
select is(pg_temp.outcome(pg_temp.proposed('first_check_in', '{"gives": {"xp": 7}}')), '70 0', 'be it no points at all');
select is(pg_temp.outcome(pg_temp.proposed('first_check_in', '{"enabled": false}'), '{"check_in_points": 50}'), '250 1', 'what was never claimed cannot be reversed');

select is(pg_temp.outcome(pg_temp.proposed('streak_3', '{"auto_claim": true}')), '70 0', 'a claim by hand of what had claimed itself is a repeat, and not refused');
select is(pg_temp.outcome(pg_temp.proposed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 5}]}')), '20 1', 'of what was not unlocked it is');

-- A reward for each run, claimed twice; a run that does not end; a reward that can be had once.
select test.add_reward('{"id": "run_of_two", "gives_points": 50, "repeats": "run"}', '{"current_streak": 2}');
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select app_public.claim_reward('run_of_two');
select test.check_in_daily('2026-03-05 12:00+00', 2);
select app_public.claim_reward('run_of_two');
reset role;
create function pg_temp.of_bob(rewards app_public.reward[], parameters jsonb default '{}')
returns text
language sql stable
return (select concat_ws(' ', (o.after).lifetime_points, o.refused)
  from app_private.what_if_users('2026-02-01', jsonb_populate_record(null::app_public.rule_parameters, parameters), rewards) as o where o.user_id = test.user_id('bob'));
select is((test.stored('bob')).lifetime_points, 130::bigint, 'four check-ins, the first of all, and two runs of two');
select is(pg_temp.of_bob(pg_temp.proposed('run_of_two', '{"repeats": "once"}')), '80 0', 'once, it is claimed once, and the second claim is a repeat');
select is(pg_temp.of_bob(null, '{"freezes_start": 2}'), '80 0', 'in a run that never ended too');

-- A metric twice could not be saved either.
select throws_ok($$ select pg_temp.of_bob(pg_temp.proposed('run_of_two', '{"conditions": [{"metric": "level", "at_least": 1}, {"metric": "level", "at_least": 2}]}')) $$, 'RW006', null, 'a metric is named once');
select is((select count(*) from jsonb_array_elements(app_private.what_if_part('2026-02-01', null, pg_temp.proposed('streak_3', '{"priority": 5}')) -> 'rewards')), 3::bigint, 'a part has one sum for each reward');
