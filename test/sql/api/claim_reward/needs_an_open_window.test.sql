select plan(10);
select test.add_reward('{"id": "spring", "gives_points": 7, "starts_at": "2026-03-02 00:00+00", "ends_at": "2026-03-04 00:00+00"}', '{"check_ins": 1}');
select test.sign_in('alice');
select test.check_in_at('2026-03-01 23:59:59+00') is null;
select throws_ok($$select app_public.claim_reward('spring')$$, 'RW002', null, 'before its window a reward is not unlocked');
select is((select array_agg(u.reward_id) from test.check_in_at('2026-03-02 00:00+00') as c, unnest(c.unlocked) as u), '{spring}'::text[],
  'it is unlocked at the first instant of it');
select test.set_clock('2026-03-03 23:59:59.999999+00');
select lives_ok($$select app_public.claim_reward('spring')$$, 'and claimed until the last');

select test.sign_in('bob');
select test.check_in_at('2026-03-03 23:59:59.999999+00') is null;
select is((select count(*) from app_private.reward_unlocks as u where u.reward_id = 'spring'), 1::bigint, 'it is unlocked until the last instant');
select test.set_clock('2026-03-04 00:00+00');
select throws_ok($$select app_public.claim_reward('spring')$$, 'RW004', null, 'and not claimed when its window has ended');
select is((select count(*) from app_private.reward_unlocks as u where u.reward_id = 'spring'), 1::bigint, 'although it stays unlocked');
select test.sign_in('carol');
select test.check_in_at('2026-03-04 00:00+00') is null;
select is((select count(*) from app_private.reward_unlocks as u where u.reward_id = 'spring'), 0::bigint, 'nor unlocked');

-- A window that is moved to later than the unlock.
select test.sign_in('bob');
reset role;
update app_private.rewards set starts_at = '2026-03-05 12:00+00', ends_at = null where id = 'spring';
select test.sign_in('bob');
select test.set_clock('2026-03-05 11:59:59.999999+00');
select throws_ok($$select app_public.claim_reward('spring')$$, 'RW004', null, 'what is unlocked is not claimed before the window');
select test.set_clock('2026-03-05 12:00+00');
select lives_ok($$select app_public.claim_reward('spring')$$, 'but at its first instant');
select is((test.stored('bob')).points, 22::bigint, 'once');
