select plan(29);
create function pg_temp.key(n int)
returns uuid
language sql immutable
return ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid;
create function pg_temp.give(subject text, gives jsonb, n int)
returns app_public.command_result
language sql volatile
return app_public.grant_effects(test.user_id(give.subject), jsonb_populate_record(null::app_public.effects, give.gives), 'Sorry.', pg_temp.key(give.n));
create function pg_temp.state(subject text)
returns text
language sql stable
return (select concat_ws(' ', s.points, s.lifetime_points, s.energy, s.xp, s.level, s.check_ins, s.run_length, s.freezes::text, s.inventory::text, s.last_day) from test.stored(state.subject) as s);
create function pg_temp.contents(answer app_public.command_result)
returns text
language sql immutable
return row(answer.sequence_number, answer.occurred_at, answer.gave, answer.took, answer.unlocked, answer.claimed)::text;

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select test.sign_in('bob');
select app_public.bootstrap() is null;
select test.sign_in_operator('olga');
select set_config('test.answer', g::text, false)
from pg_temp.give('alice', '{"points": 7, "energy": 60, "xp": 100, "freezes": 2, "items": [{"item_id": "coffee", "quantity": 1000}, {"item_id": "focus_chip", "quantity": 1}]}', 1) as g;
select is(pg_temp.state('alice'), '7 7 100 100 2 0 0 {2026-03-01,2026-03-01} {"coffee": 1000, "focus_chip": 1} 2026-03-01', 'all of it, energy as far as it fits, level and day with it');
select is((select g.gave::text from (select (current_setting('test.answer')::app_public.command_result).*) as g),
  row(7, 50, 100, 2, array[row('coffee', 1000)::app_public.inventory_item, row('focus_chip', 1)::app_public.inventory_item])::app_public.amounts::text, 'the answer says what was given');
select is((select row(g.sequence_number, g.occurred_at, g.replayed, g.took)::text from (select (current_setting('test.answer')::app_public.command_result).*) as g),
  row(2, '2026-03-01 12:00+00'::timestamptz, false, row(0, 0, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts)::text, 'when, and that nothing was taken');
select is((select ((g.state).points, (g.state).sequence_number)::text from (select (current_setting('test.answer')::app_public.command_result).*) as g), '(7,2)', 'with the state of the user');
select is((select row(e.kind, e.operator_id = test.user_id('olga'), e.idempotency_key, e.asked, e.terms, e.reverses)::text from app_public.journal_entries as e where e.user_id = test.user_id('alice') and e.sequence_number = 2),
  row('grant', true, pg_temp.key(1), '{"gives": {"xp": 100, "items": [{"item_id": "coffee", "quantity": 1000}, {"item_id": "focus_chip", "quantity": 1}], "energy": 60, "points": 7, "freezes": 2}, "reason": "Sorry."}'::jsonb, null, null)::text,
  'its entry says who gave what, and why');
select set_config('test.stored', test.fingerprint(), false);
select is((select g.replayed from pg_temp.give('alice', '{"points": 7, "energy": 60, "xp": 100, "freezes": 2, "items": [{"item_id": "coffee", "quantity": 1000}, {"item_id": "focus_chip", "quantity": 1}]}', 1) as g), true, 'a repeat says that it was made');
select is(pg_temp.contents(pg_temp.give('alice', '{"points": 7, "energy": 60, "xp": 100, "freezes": 2, "items": [{"item_id": "coffee", "quantity": 1000}, {"item_id": "focus_chip", "quantity": 1}]}', 1)),
  pg_temp.contents(current_setting('test.answer')::app_public.command_result), 'with the contents of the first answer, although nothing of it would fit');
select throws_ok($$select pg_temp.give('alice', '{"points": 7}', 1)$$, 'IK001', null, 'the key with other effects');
select throws_ok($$select app_public.grant_effects(test.user_id('alice'), test.effects('{"points": 7}'), 'Other.', pg_temp.key(1))$$, 'IK001', null, 'or another reason');
select throws_ok($$select pg_temp.give('alice', '{}', 1)$$, 'IK001', null, 'whatever else is wrong');
select is(test.fingerprint(), current_setting('test.stored'), 'changes nothing');
select test.sign_in_operator('oscar');
select is((select g.replayed from pg_temp.give('bob', '{"points": 7}', 1) as g), false, 'a key is the user''s: it serves for each');
select is((select g.replayed from pg_temp.give('bob', '{"points": 7, "xp": 0, "items": []}', 1) as g), true, 'what is left out is nothing');
select test.sign_in_operator('olga');
select is((select g.replayed from pg_temp.give('bob', '{"points": 7, "energy": null}', 1) as g), true, 'whichever operator asks');
select is((select e.operator_id from app_public.journal_entries as e where e.user_id = test.user_id('bob') and e.sequence_number = 2), test.user_id('oscar'), 'the entry names the first');
select test.sign_in('bob');
select app_public.spend_energy(1, pg_temp.key(2)) is null;
select throws_ok($$select app_public.spend_energy(1, pg_temp.key(1))$$, 'IK001', null, 'a user cannot use it again');
select test.sign_in_operator('olga');
select throws_ok($$select pg_temp.give('bob', '{"points": 7}', 2)$$, 'IK001', null, 'nor an operator the user''s');

-- The limits.
select is((select ((g.gave).points, (g.gave).xp, (g.gave).energy)::text from pg_temp.give('bob', '{"points": 1000000000, "xp": 1000000000, "energy": 1000000}', 3) as g), '(1000000000,1000000000,51)', 'the most of each');
select is((test.stored('bob')).level, 50, 'that is the last level');
select is((select ((g.gave).energy)::text from pg_temp.give('bob', '{"energy": 5}', 4) as g), '0', 'where no energy fits none is given');
select is((test.stored('bob')).sequence_number, 5::bigint, 'and the journal says so');

-- A week later: settled, of its day, and unlocking.
select test.add_reward('{"id": "rich", "gives_points": 3, "auto_claim": true, "priority": 1}', '{"points": 1000}');
select test.add_reward('{"id": "richer", "gives_points": 3}', '{"points": 1001}') from (select 1) as x;
reset role;
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.sign_in_operator('olga');
select test.set_clock('2026-03-09 11:00+00');
select is((select ((g.state).streak.status, (g.gave).points, (g.state).points)::text from pg_temp.give('carol', '{"points": 980}', 1) as g), '(broken,980,1003)', 'the state is settled first, and automatic claims follow');
select is((select array_agg(u.reward_id || u.unlocked_at) from app_private.reward_unlocks as u where u.user_id = test.user_id('carol') and u.reward_id like 'rich%'),
  array['rich' || '2026-03-09 11:00+00'::timestamptz], 'it unlocks in one pass');
select is((select (g.replayed, (g.unlocked[1]).reward_id, cardinality(g.unlocked), (g.claimed[1]).reward_id, cardinality(g.claimed))::text from pg_temp.give('carol', '{"points": 980}', 1) as g), '(t,rich,1,rich,1)', 'as the answer to a repeat says');
select is((select (array_agg(e.kind || e.sequence_number::text order by e.sequence_number))[5:] from app_public.journal_entries as e where e.user_id = test.user_id('carol')), '{grant5,claim6}', 'grant and claim each have an entry');
select test.sign_in('carol');
select is((select e.asked ->> 'reason' from app_public.me() as m, app_public.me_journal(m) as e where e.kind = 'grant'), 'Sorry.', 'which the user reads');

-- An amnesty declared before is taken in first: the freeze comes back, and then one more does not fit.
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00') is null;
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-08', '2026-03-08', 'Outage.') is null;
select throws_ok($$select pg_temp.give('dave', '{"freezes": 2}', 1)$$, 'FZ001', null, 'a freeze that an amnesty gives back takes its place');
select is((select (s.sequence_number + 2 = g.sequence_number, (g.state).streak.freezes)::text from test.stored('dave') as s, pg_temp.give('dave', '{"freezes": 1}', 1) as g), '(t,2)', 'the amnesty has its entry before the grant');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
