select plan(6);
select test.add_reward('{"id": "off", "gives_points": 7, "enabled": false, "priority": 20, "stock": 3, "starts_at": "2026-03-02 00:00+00", "ends_at": "2026-03-04 00:00+00", "claim_within_hours": 5}', '{"points": 2, "check_ins": 1}');
select test.add_reward('{"id": "bare", "gives_points": 7, "priority": 5}', '{}');
select test.set_clock('2026-06-01 12:00+00');
select test.sign_in(null);
select throws_ok('select app_public.rewards()', 'IA001', null, 'nobody is signed in');
select test.sign_in('alice');
select throws_ok('select app_public.rewards()', 'IA002', null, 'a user is no operator');
select test.sign_in_operator('olga');
select is((select array_agg(r.reward_id) from app_public.rewards() as r), '{bare,first_check_in,off,streak_3,streak_7,streak_30,weekly_five,level_5}'::text[],
  'all of them in the order of (priority, id): disabled, over, without conditions');
select is((select r::text from app_public.rewards() as r where r.reward_id = 'off'),
  row('off', 'A reward', 'Of a test.', array[row('check_ins', 1)::app_public.condition, row('points', 2)::app_public.condition],
    row(7, 0, 0, 0, '{}'::app_public.inventory_item[], false)::app_public.effects, 'once', '2026-03-02 00:00+00'::timestamptz, '2026-03-04 00:00+00'::timestamptz, 3, 5, false, 20, false)::text,
  'whole');
select is((select r.conditions from app_public.rewards() as r where r.reward_id = 'bare'), '{}'::app_public.condition[], 'no conditions are an empty list');
select is((select count(*) from app_private.users), 0::bigint, 'and nobody is created by it');
