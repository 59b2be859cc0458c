select plan(12);
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.claim_reward('no_such_reward')$$, 'RW001', null, 'a reward that there is not');
select throws_ok($$select app_public.claim_reward('')$$, 'RW001', null, 'no name');
select throws_ok($$select app_public.claim_reward(null)$$, 'RW001', null, 'null');
select throws_ok($$select app_public.claim_reward(repeat('x', 100000))$$, 'RW001', null, 'a name without end');
select throws_ok($$select app_public.claim_reward('streak_3')$$, 'RW002', null, 'a reward one day before it is unlocked');
select throws_ok($$select app_public.claim_reward('first_check_in', 'twice')$$, 'RW002', null, 'a period in which it was not unlocked');
select is(test.fingerprint(), current_setting('test.stored'), 'a refused claim writes nothing at all');
select test.check_in_at('2026-03-03 12:00+00') is null;
select lives_ok($$select app_public.claim_reward('streak_3')$$, 'on the day it is unlocked it is claimed');

select test.sign_in('bob');
select throws_ok($$select app_public.claim_reward('streak_3')$$, 'RW002', null, 'what others unlocked is not unlocked');
select is((test.stored('bob')).user_id, null, 'a user who was refused was not created');
select throws_ok($$select app_public.claim_reward('no_such_reward')$$, 'RW001', null, 'and is told of an unknown reward');
select is((select m.created_at from app_public.me() as m), null, 'without being created');
