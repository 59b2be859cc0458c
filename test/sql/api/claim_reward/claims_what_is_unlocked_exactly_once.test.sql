select plan(16);
create function pg_temp.contents(answer app_public.claim_reward_result)
returns text
language sql immutable
return row(answer.claim, answer.unlocked, answer.claimed)::text;
create function pg_temp.first()
returns app_public.claim_reward_result
language sql stable
return current_setting('test.answer')::app_public.claim_reward_result;

select test.add_reward('{"id": "rich", "gives_xp": 1, "auto_claim": true}', '{"lifetime_points": 75}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-03 13:00+00');
select set_config('test.first', pg_temp.contents(c), false), set_config('test.state', c.state::text, false), set_config('test.answer', c::text, false)
from app_public.claim_reward('streak_3') as c;
select set_config('test.stored', test.fingerprint(), false);

select is((pg_temp.first()).claim::text,
  row('streak_3', 'Three in a row', 'once', '2026-03-03 13:00+00'::timestamptz, false, row(50, 0, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts, 1)::text,
  'the answer says what was claimed, when, what it gave, and under which rules');
select is((pg_temp.first()).already_claimed, false, 'and that it was not claimed before');
select is((select array_agg(u.reward_id) from unnest((pg_temp.first()).unlocked) as u), '{rich}'::text[], 'what it unlocked in turn');
select is((select array_agg(c.reward_id) from unnest((pg_temp.first()).claimed) as c), '{rich}'::text[], 'and what that claimed automatically');
select is((test.stored('alice')).points, 75::bigint, 'its effects are applied');
select is((test.stored('alice')).xp, 31::bigint, 'those of what it unlocked too');

select is((select c.already_claimed from app_public.claim_reward('streak_3') as c), true, 'a second claim says that it was claimed before');
select is((select pg_temp.contents(c) from app_public.claim_reward('streak_3') as c), current_setting('test.first'), 'and has the contents of the first answer');
select is((select c.state::text from app_public.claim_reward('streak_3') as c), current_setting('test.state'), 'at the same instant with the same state');
select is((select pg_temp.contents(c) from app_public.claim_reward('streak_3', 'once') as c), current_setting('test.first'), 'with the period key as well');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');

select is((select c.automatic from (select (x.claim).* from app_public.claim_reward('first_check_in') as x) as c), true,
  'a claim of what was claimed automatically answers that claim');
select test.set_clock('2026-06-03 13:00+00');
select is((select pg_temp.contents(c) from app_public.claim_reward('streak_3') as c), current_setting('test.first'), 'months later the first answer is the same');
select is((select ((c.state).streak).status from app_public.claim_reward('streak_3') as c), 'broken'::app_public.streak_status, 'with the state as it is then');
reset role;
update app_private.rewards set enabled = false, ends_at = '2026-03-04', stock = 1, gives.points = 9;
select test.sign_in('alice');
select is((select pg_temp.contents(c) from app_public.claim_reward('streak_3') as c), current_setting('test.first'), 'whatever became of the reward');
select is(test.fingerprint() <> current_setting('test.stored') and (test.stored('alice')).points = 75, true, 'nothing is paid again');
