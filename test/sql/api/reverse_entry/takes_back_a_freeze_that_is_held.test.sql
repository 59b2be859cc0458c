select plan(19);
create function pg_temp.reverse(subject text, kind app_public.journal_kind)
returns app_public.command_result
language sql volatile
return app_public.reverse_entry(test.user_id(reverse.subject),
  (select max(e.sequence_number) from app_public.journal_entries as e where e.user_id = test.user_id(reverse.subject) and e.kind = reverse.kind), 'A mistake.');
create function pg_temp.streak(subject text)
returns text
language sql volatile
return (select concat_ws(' ', (u.state).streak.status, (u.state).streak.current, (u.state).streak.freezes) from app_public."user"(test.user_id(streak.subject)) as u);

-- Earned by a check-in, and needed at the end of the grace of the next day but one.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.sign_in_operator('olga');
select test.set_clock('2026-03-09 01:59:59.999999+00');
select is(pg_temp.streak('alice'), 'at_risk 7 1', 'to the last instant of the grace a freeze is held');
select is(((pg_temp.reverse('alice', 'check_in')).took).freezes, 1, 'and taken back with the check-in that earned it');
select is((test.stored('alice')).freezes, '{}'::date[], 'none is left');
select is(pg_temp.streak('alice'), 'at_risk 7 0', 'the streak stays');
select test.set_clock('2026-03-09 02:00+00');
select is(pg_temp.streak('alice'), 'broken 0 0', 'but is not saved any more');
select is(pg_temp.streak('bob'), 'protected 7 0', 'as another is');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.reverse('bob', 'check_in')$$, 'FZ002', null, 'a freeze that is used is not taken back, stored or not');
select is(test.fingerprint(), current_setting('test.stored'), 'which changes nothing');
select test.sign_in('bob');
select test.check_in_at('2026-03-09 12:00+00') is null;
select test.sign_in_operator('olga');
select throws_ok($$select app_public.reverse_entry(test.user_id('bob'), (select e.sequence_number from app_public.journal_entries as e
  where e.user_id = test.user_id('bob') and e.kind = 'check_in' and e.day = '2026-03-07'), 'A mistake.')$$, 'FZ002', null, 'nor once its day is stored');
select is((select ((r.took).points) from pg_temp.reverse('bob', 'check_in') as r), 5::bigint, 'the check-in after it is reversed');

-- An amnesty brings it back, and it is taken in first.
select app_public.declare_amnesty('2026-03-08', '2026-03-08', 'Outage.') is null;
select is((select r.sequence_number - s.sequence_number || ' ' || ((r.took).freezes) from test.stored('carol') as s, pg_temp.reverse('carol', 'check_in') as r), '2 1',
  'a freeze that an amnesty sets free is taken back, the amnesty first');
select is(pg_temp.streak('carol'), 'at_risk 7 0', 'and the day stays excused');

-- Two of one day are alike.
select test.set_clock('2026-04-01 12:00+00');
select test.sign_in('dave');
select test.check_in_at('2026-04-01 12:00+00') is null;
select test.sign_in_operator('olga');
select app_public.grant_effects(test.user_id('dave'), test.effects('{"freezes": 1}'), 'One.', 'a0000000-0000-4000-8000-000000000001') is null;
select app_public.grant_effects(test.user_id('dave'), test.effects('{"freezes": 1}'), 'Two.', 'a0000000-0000-4000-8000-000000000002') is null;
select test.set_clock('2026-04-03 02:00+00');
select is(pg_temp.streak('dave'), 'protected 1 1', 'one of two of a day is used');
select lives_ok($$select pg_temp.reverse('dave', 'grant')$$, 'the other one is taken back for either');
select throws_ok($$select app_public.reverse_entry(test.user_id('dave'), 4, 'A mistake.')$$, 'FZ002', null, 'but not for both');
select is(pg_temp.streak('dave'), 'protected 1 0', 'which leaves none');

-- Bought, used and reversed: back in the inventory.
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
reset role;
select test.sign_in('erin');
select test.check_in_at('2026-04-03 12:00+00') is null;
select app_public.buy_item('streak_freeze', 'a0000000-0000-4000-8000-000000000001') is null;
select app_public.use_item('streak_freeze', 'a0000000-0000-4000-8000-000000000002') is null;
select test.sign_in_operator('olga');
select is((select row(r.gave, r.took)::text from pg_temp.reverse('erin', 'use') as r),
  row(row(0, 0, 0, 0, array[row('streak_freeze', 1)::app_public.inventory_item])::app_public.amounts, row(0, 0, 0, 1, '{}'::app_public.inventory_item[])::app_public.amounts)::text,
  'a freeze that was used from the inventory goes back into it');
select is((select s.freezes::text || s.inventory from test.stored('erin') as s), '{}{"streak_freeze": 1}', 'and is one again');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
