select plan(8);
select test.add_reward('{"id": "quick", "gives_points": 7, "claim_within_hours": 36}', '{"check_ins": 1}');
select test.add_reward('{"id": "quick_daily", "gives_points": 7, "claim_within_hours": 36, "repeats": "day"}', '{"check_ins": 1}');
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00') is null;
select is((select u.claimable_until from app_private.reward_unlocks as u where u.reward_id = 'quick'), '2026-03-03 00:00+00'::timestamptz,
  'an unlock can be claimed for the reward''s hours');
select test.set_clock('2026-03-02 23:59:59.999999+00');
select lives_ok($$select app_public.claim_reward('quick')$$, 'to the last microsecond');

select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.check_in_at('2026-03-02 12:00+00') is null;
select test.set_clock('2026-03-03 00:00+00');
select throws_ok($$select app_public.claim_reward('quick')$$, 'RW003', null, 'and no longer');
select throws_ok($$select app_public.claim_reward('quick_daily', '2026-03-01')$$, 'RW003', null, 'each period for itself: the first one has expired');
select lives_ok($$select app_public.claim_reward('quick_daily', '2026-03-02')$$, 'the second one has not');
select is((select array_agg(u.period_key order by u.period_key) from app_private.reward_unlocks as u where u.reward_id = 'quick_daily'),
  '{2026-03-01,2026-03-02,2026-03-03}'::text[], 'what has expired stays on record; the claim is a command like any other and unlocks in its own period');
select is((select c.already_claimed from app_public.claim_reward('quick_daily', '2026-03-02') as c), true, 'a claim that was made is answered');
select test.set_clock('2026-06-03 00:00+00');
select is((select c.already_claimed from app_public.claim_reward('quick_daily', '2026-03-02') as c), true, 'after the expiry as well');
