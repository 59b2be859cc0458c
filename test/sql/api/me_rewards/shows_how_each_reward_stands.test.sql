select plan(21);
create function pg_temp.reward(reward_id text)
returns text
language sql stable
return (select concat_ws(' ', r.status, r.period_key, r.stock_remaining,
    (select string_agg(concat(p.metric, ':', p.current, '/', p.at_least, p.is_met), ',' order by p.metric) from unnest(r.progress) as p),
    'unclaimed:' || cardinality(r.unclaimed))
  from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = reward.reward_id);

select test.add_reward('{"id": "both", "gives_points": 1, "priority": 15}', '{"check_ins": 2, "current_streak": 2}');
select test.add_reward('{"id": "mug", "gives_points": 1, "stock": 1, "claim_within_hours": 24}', '{"check_ins": 2}');
select test.add_reward('{"id": "later", "gives_points": 1, "starts_at": "2026-04-01"}', '{"check_ins": 1}');
select test.add_reward('{"id": "run_of_two", "gives_points": 1, "repeats": "run"}', '{"current_streak": 2}');
select test.add_reward('{"id": "off", "gives_points": 1, "enabled": false}', '{"check_ins": 1}');
select test.sign_in('alice');
select test.set_clock('2026-03-02 12:00+00');
select is((select array_agg(r.reward_id) from app_public.me() as m, app_public.me_rewards(m) as r),
  '{first_check_in,both,streak_3,streak_7,streak_30,weekly_five,level_5,later,mug,run_of_two}'::text[], 'enabled rewards in the order of (priority, id)');
select is(pg_temp.reward('both'), 'locked once check_ins:0/2f,current_streak:0/2f unclaimed:0', 'locked, with the progress towards each condition');
select is(pg_temp.reward('weekly_five'), 'locked 2026-W10 current_streak:0/5f unclaimed:0', 'with the current period');
select is(pg_temp.reward('run_of_two'), 'locked current_streak:0/2f unclaimed:0', 'or none for a run that there is not');
select is(pg_temp.reward('later'), 'not_open once check_ins:0/1f unclaimed:0', 'not_open before its window');
select app_public.check_in() is null;
select is(pg_temp.reward('first_check_in'), 'claimed once check_ins:1/1t unclaimed:0', 'claimed');
select is(pg_temp.reward('both'), 'locked once check_ins:1/2f,current_streak:1/2f unclaimed:0', 'half way');
select test.check_in_at('2026-03-04 12:00+00') is null;
select is(pg_temp.reward('both'), 'locked once check_ins:2/2t,current_streak:1/2f unclaimed:0', 'all conditions must hold: one does not');
select test.check_in_at('2026-03-05 12:00+00') is null;
select is(pg_temp.reward('both'), 'claimable once check_ins:3/2t,current_streak:2/2t unclaimed:1', 'claimable when all hold');
select is(pg_temp.reward('run_of_two'), 'claimable run-2026-03-04 current_streak:2/2t unclaimed:1', 'once in a run');
select test.set_clock('2026-03-05 11:59:59+00');
select is(pg_temp.reward('mug'), 'expired once 1 check_ins:3/2t unclaimed:0', 'expired when the time to claim is over');

select test.sign_in('bob');
select test.check_in_daily('2026-03-06 12:00+00', 2);
select is(pg_temp.reward('mug'), 'claimable once 1 check_ins:2/2t unclaimed:1', 'with what is left of the stock');
select app_public.claim_reward('mug') is null;
select is(pg_temp.reward('mug'), 'claimed once 0 check_ins:2/2t unclaimed:0', 'claimed, though the stock is empty now');
select test.sign_in('carol');
select test.check_in_daily('2026-03-06 12:00+00', 2);
select is(pg_temp.reward('mug'), 'out_of_stock once 0 check_ins:2/2t unclaimed:1', 'out_of_stock for the others');

-- A run that has ended shows no current period, but its unlock can still be claimed.
select test.sign_in('alice');
select test.set_clock('2026-03-20 12:00+00');
select is(pg_temp.reward('run_of_two'), 'locked current_streak:0/2f unclaimed:1', 'the unlock of an ended run is among the unclaimed');
reset role;
update app_private.rewards set enabled = false where id = 'run_of_two';
select test.sign_in('alice');
select is(pg_temp.reward('run_of_two'), 'locked current_streak:0/2f unclaimed:1', 'of a disabled reward too');
select is((select c.already_claimed from app_public.claim_reward('run_of_two', 'run-2026-03-04') as c), false, 'and is claimed');
select is(pg_temp.reward('run_of_two'), null, 'a disabled reward with nothing left to claim is not listed');

-- What is shown as unclaimed can be claimed.
select test.add_reward('{"id": "week", "gives_points": 1, "repeats": "day", "starts_at": "2026-03-21 00:00+00", "ends_at": "2026-03-23 00:00+00"}', '{"check_ins": 1}');
select test.check_in_daily('2026-03-21 12:00+00', 2);
select test.set_clock('2026-03-22 23:59:59+00');
select is(pg_temp.reward('week'), 'claimable 2026-03-22 check_ins:5/1t unclaimed:2', 'every open period of a window is claimable in it');
select test.set_clock('2026-03-23 00:00+00');
select is(pg_temp.reward('week'), 'not_open 2026-03-23 check_ins:5/1t unclaimed:0', 'and none when the window is over for good');
select throws_ok($$select app_public.claim_reward('week', '2026-03-22')$$, 'RW004', null, 'as a claim proves');
