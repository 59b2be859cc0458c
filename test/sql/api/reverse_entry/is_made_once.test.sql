select plan(15);
create function pg_temp.reverse(n bigint, reason text default 'A mistake.')
returns app_public.command_result
language sql volatile
return app_public.reverse_entry(test.user_id('alice'), reverse.n, reverse.reason);
create function pg_temp.contents(answer app_public.command_result)
returns text
language sql immutable
return row(answer.sequence_number, answer.occurred_at, answer.gave, answer.took, answer.unlocked, answer.claimed)::text;
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select app_public.spend_energy(30, 'a0000000-0000-4000-8000-000000000001') is null;
select test.add_reward('{"id": "rested", "gives_points": 3, "auto_claim": true}', '{"energy": 50}');
select test.add_reward('{"id": "full", "gives_points": 3}', '{"energy": 51}') from (select 1) as x;

select test.sign_in_operator('olga');
select set_config('test.first', pg_temp.contents(r), false), set_config('test.state', r.state::text, false), set_config('test.answer', r::text, false) from pg_temp.reverse(2) as r;
select is((select array_agg(u.reward_id) from unnest((current_setting('test.answer')::app_public.command_result).unlocked) as u), '{rested}'::text[], 'a reversal unlocks what its state makes true');
select is((select array_agg(u.reward_id) from unnest((current_setting('test.answer')::app_public.command_result).claimed) as u), '{rested}'::text[], 'and claims what claims itself');
select is((current_setting('test.answer')::app_public.command_result).replayed, false, 'for the first time');
select set_config('test.stored', test.fingerprint(), false);
select is((pg_temp.reverse(2)).replayed, true, 'a repeat says that it was made');
select is(pg_temp.contents(pg_temp.reverse(2)), current_setting('test.first'), 'and has the contents of the first answer');
select is(((pg_temp.reverse(2)).state)::text, current_setting('test.state'), 'with the state of then');
select is(pg_temp.contents(pg_temp.reverse(2, 'For another reason.')), current_setting('test.first'), 'whatever the reason');
select is(pg_temp.contents(pg_temp.reverse(2, null)), current_setting('test.first'), 'or none');
select test.sign_in_operator('oscar');
select is(pg_temp.contents(pg_temp.reverse(2)), current_setting('test.first'), 'whoever asks');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');

select test.sign_in('alice');
select app_public.spend_energy(50, 'a0000000-0000-4000-8000-000000000002') is null;
select test.set_clock('2026-03-01 14:00+00');
select test.sign_in_operator('olga');
select set_config('test.stored', test.fingerprint(), false);
select is((select row(((r.state).energy).value, r.replayed)::text from pg_temp.reverse(2) as r), '(2,t)', 'later it has the state of then');
select is(pg_temp.contents(pg_temp.reverse(2)), current_setting('test.first'), 'and the contents of the first');
select throws_ok($$select pg_temp.reverse(3)$$, 'RV001', null, 'the reversal cannot be reversed');
select is(test.fingerprint(), current_setting('test.stored'), 'which changes nothing');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
