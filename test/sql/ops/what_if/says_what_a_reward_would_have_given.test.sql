select plan(19);

-- Three check-ins of 5 points and the first one's 10; three in a row give 50 at 17:00, of which four coffees take 40.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-03 17:00+00');
select app_public.claim_reward('streak_3');
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000001', 4);
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 2);
reset role;
select test.set_clock('2026-03-03 18:00+00');
select is(row((test.stored('alice')).points, (test.stored('alice')).lifetime_points)::text, '(35,75)', 'one has 35 points of 75');

create function pg_temp.of(subject text, rewards app_public.reward[]) returns text language sql return test.what_if_of(subject, '2026-03-01', '{}', rewards);

select is(pg_temp.of('alice', test.proposed('streak_3', '{"gives": {"points": 80}}')), 'lifetime_points 75>105, points 35>65', 'one that gives more');
select is(pg_temp.of('bob', test.proposed('streak_3', '{"gives": {"points": 80}}')), '', 'to whoever has it');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"gives": {"points": 15}}')), 'lifetime_points 75>40, points 35>0', 'one that gives just enough for what was bought');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"gives": {"points": 14}}')), 'lifetime_points 75>39, points 35>39; 1 refused', 'and one point less: the purchase could not have been paid');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 4}]}')),
  'lifetime_points 75>25, points 35>25; 2 refused; streak_3 unlocked 1>0 claimed 1>0', 'one that asks for more: the claim and the purchase are refused');
select is(pg_temp.of('bob', test.proposed('streak_3', '{"conditions": [{"metric": "current_streak", "at_least": 2}]}')), 'streak_3 unlocked 0>1 claimed 0>0', 'one that asks for less is unlocked, and nobody has claimed it');
select is(pg_temp.of('alice', test.proposed('first_check_in', '{"enabled": false}')), 'lifetime_points 75>65, points 35>25; first_check_in unlocked 1>0 claimed 1>0', 'one that is not there is not had');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"reward_id": "welcome", "conditions": [{"metric": "check_ins", "at_least": 2}], "auto_claim": true, "gives": {"points": 9, "xp": 100}}')),
  'level 1>2, lifetime_points 75>84, lifetime_xp 30>130, points 35>44; welcome unlocked 0>1 claimed 0>1', 'a new one that claims itself');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"reward_id": "welcome", "conditions": [], "repeats": "day", "gives": {"points": 9}}')), 'welcome unlocked 0>3 claimed 0>0', 'a new one that is claimed by hand, each day');
select is(pg_temp.of('bob', test.proposed('streak_3', '{"reward_id": "welcome", "conditions": [], "repeats": "day", "auto_claim": true, "gives": {"freezes": 1}}')),
  'freezes 0>2; welcome unlocked 0>2 claimed 0>2', 'each day''s is had, as long as it fits');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"reward_id": "welcome", "conditions": [], "repeats": "day", "auto_claim": true, "gives": {"freezes": 1}}')),
  'freezes 0>2; welcome unlocked 0>3 claimed 0>2', 'a third one does not fit, and stays unlocked');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"claim_within_hours": 5}')), 'lifetime_points 75>25, points 35>25; 2 refused; streak_3 unlocked 1>1 claimed 1>0', 'one that has expired when it was claimed');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"claim_within_hours": 6}')), '', 'or just not yet');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"ends_at": "2026-03-03 17:00+00"}')), 'lifetime_points 75>25, points 35>25; 2 refused; streak_3 unlocked 1>1 claimed 1>0', 'one whose window is over by then');
select is(pg_temp.of('alice', test.proposed('streak_3', '{"starts_at": "2026-03-03 12:00:01+00"}')), 'lifetime_points 75>25, points 35>25; 2 refused; streak_3 unlocked 1>0 claimed 1>0', 'or is not open yet when it would have been unlocked');
-- How many commands are refused is left out here: a claim that is made already is answered, and is none.
select is(pg_temp.of('alice', test.proposed('streak_3', '{"auto_claim": true}')) ~ 'points|unlocked', false, 'one that claims itself is not claimed a second time by hand');
select is(pg_temp.of('bob', test.proposed('streak_3', '{"reward_id": "first", "conditions": [], "auto_claim": true, "priority": 2, "gives": {"freezes": 2}}') || test.proposed('streak_3', '{"reward_id": "second", "conditions": [], "auto_claim": true, "priority": 1, "gives": {"freezes": 1}}')),
  'freezes 0>1; first unlocked 0>1 claimed 0>0, second unlocked 0>1 claimed 0>1', 'those that claim themselves do so by their priority, as far as they fit');
select is(pg_temp.of('bob', test.proposed('streak_3', '{"reward_id": "first", "conditions": [], "auto_claim": true, "priority": 1, "gives": {"freezes": 2}}') || test.proposed('streak_3', '{"reward_id": "second", "conditions": [], "auto_claim": true, "priority": 2, "gives": {"freezes": 1}}')),
  'freezes 0>2; first unlocked 0>1 claimed 0>1, second unlocked 0>1 claimed 0>0', 'and by the other priority the other way round');
