select plan(16);
-- Yesterday is still open: a spend of today takes nothing from it.
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.set_clock('2026-03-03 01:00+00');
select is((select row((s.state).today, ((s.state).streak).current, ((s.state).streak).status)::text from app_public.spend_energy(1, gen_random_uuid()) as s),
  row('2026-03-03'::date, 1, 'at_risk'::app_public.streak_status)::text, 'within the grace of yesterday the run lives');
select is((test.stored('alice')).last_day, '2026-03-03'::date, 'the spend is of today');
select is((select row(c.day, c.mark, ((c.state).streak).current)::text from test.check_in_at('2026-03-03 01:59:59+00', '2026-03-02') as c),
  row('2026-03-02'::date, 'late'::app_public.mark, 2)::text, 'and yesterday can still be checked in');
select is((select row(((s.state).streak).status, s.sequence_number = (s.state).sequence_number)::text from app_public.spend_energy(1, gen_random_uuid()) as s),
  row('at_risk'::app_public.streak_status, true)::text, 'a spend is no check-in');

-- Ended days are settled by it.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.set_clock('2026-03-09 01:59:59.999999+00');
select app_public.spend_energy(1, gen_random_uuid()) is null;
select is(cardinality((test.stored('bob')).freezes), 1, 'a freeze is not used before its day has ended');
select test.set_clock('2026-03-09 02:00+00');
select app_public.spend_energy(1, gen_random_uuid()) is null;
select is((select row(j.freezes_used, j.freezes_granted, j.freezes, j.run_length, j.day)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1),
  row(1, 0, '{}'::date[], 7, '2026-03-09'::date)::text, 'and then it is used by the spend''s entry');
select is((select array_agg(d.day) from app_private.day_marks as d where d.mark = 'freeze'), '{2026-03-08}'::date[], 'on the day that was missed');
select test.set_clock('2026-03-10 02:00+00');
select is((select row(((s.state).streak).current, ((s.state).streak).status, s.took)::text from app_public.spend_energy(1, gen_random_uuid()) as s),
  row(0, 'broken'::app_public.streak_status, row(0, 1, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts)::text, 'without one it ends the run; the answer names only what was spent');

-- A clock that is behind.
select test.set_clock('2026-03-09 20:00+00');
select is((select s.occurred_at from app_public.spend_energy(1, gen_random_uuid()) as s), '2026-03-10 02:00+00'::timestamptz, 'it is never dated before an earlier command');
select is((select row(j.day, j.energy_refilled)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1), row('2026-03-10'::date, 0)::text, 'and of the same day, nothing has refilled');

-- Rules that have changed since.
reset role;
select test.add_user('carol', '2026-03-10 12:00+00', '{}', null, '{"energy": 0}');
select test.add_rule_version('2026-03-10 14:30+00', '{"energy_refill_amount": 10}');
select test.sign_in('carol');
select test.set_clock('2026-03-10 15:00+00');
select throws_ok('select app_public.spend_energy(13, gen_random_uuid())', 'NR001', null, 'energy refills under the rules of each instant');
select lives_ok('select app_public.spend_energy(12, gen_random_uuid())', 'two before the new rules, ten after');
select is((select row(j.rule_version_id, j.energy_refilled, j.energy_delta)::text from app_public.me() as m, app_public.me_journal(m) as j limit 1), row(2, 12, -12)::text, 'the entry names the version');

-- Operators are users too.
select test.sign_in_operator('olga');
select is((select ((s.state).energy).value from app_public.spend_energy(1, gen_random_uuid()) as s), 49, 'an operator spends their own');
select is((select j.operator_id from app_public.journal_entries as j where j.user_id = test.user_id('olga') and j.kind = 'spend'), null, 'as a user');
select is((select count(*) from app_private.day_marks as d where d.user_id = test.user_id('olga')), 0::bigint, 'and marks no day');
