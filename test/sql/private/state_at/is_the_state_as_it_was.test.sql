select plan(20);

-- Three days, a freeze in hand, a missed day that it covers, and an amnesty later on that gives it back.
select test.add_rule_version('2026-02-01', '{"freezes_start": 1}');
select test.set_clock('2026-02-28 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap();
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.check_in_at('2026-03-05 12:00+00');
select app_public.spend_energy(60, '57a7e000-0000-4000-8000-000000000001', 'A lesson');
select test.set_clock('2026-03-06 12:00+00');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-04', '2026-03-04', 'A test.');
reset role;
select is((app_private.state_at(test.user_id('alice'), '2026-03-06 13:00+00')).freezes, '{2026-02-28}'::date[], 'an amnesty that is declared is taken in, though nothing is stored yet');
select is((app_private.state_at(test.user_id('alice'), '2026-03-06 11:59+00')).freezes, '{}'::date[], 'but not before it was declared');
select test.sign_in('alice');
select test.check_in_at('2026-03-06 18:00+00');
reset role;

create function pg_temp.at(instant timestamptz)
returns app_private.user_states
language sql stable
return app_private.state_at(test.user_id('alice'), instant);

select is(pg_temp.at('2026-02-28 11:59+00'), null, 'there was nobody yet');
select is((pg_temp.at('2026-02-28 12:00+00')).sequence_number, 1::bigint, 'at the instant of an entry it has happened');
select is((pg_temp.at('2026-03-01 11:59:59+00')).check_ins, 0, 'before it, it has not');
select is((pg_temp.at('2026-03-03 12:00+00')).run_length, 3, 'the streak of then');
select is((pg_temp.at('2026-03-03 12:00+00')).points, 25::bigint, 'the points of then');
select is(cardinality((pg_temp.at('2026-03-04 23:00+00')).freezes), 1, 'a day that is not over has used no freeze');
select is((pg_temp.at('2026-03-05 02:00+00')).last_freeze_day, '2026-03-04'::date, 'when it is over, it has, though no entry says so yet');
select is(cardinality((pg_temp.at('2026-03-06 11:00+00')).freezes), 0, 'before the amnesty the freeze was used');
select is((pg_temp.at('2026-03-06 12:00+00')).freezes, '{2026-02-28}'::date[], 'from its declaration on it is back');
select is((pg_temp.at('2026-03-05 12:00+00')).energy, 40, 'energy of then');
select is((pg_temp.at('2026-03-05 14:30+00')).energy, 42, 'as it had refilled');
select is(pg_temp.at('2026-03-06 18:00+00'), test.stored('alice'), 'as of the last entry it is what is stored');
select is((pg_temp.at('2026-03-20 00:00+00')).run_length, 0, 'at an instant to come it is what becomes of it');
select is(app_private.state_at(test.user_id('nobody'), '2026-03-06'), null, 'somebody who is not there has no state');

-- Only the amnesty's own mark is left of the day; the journal still tells what it was.
select is(test.words(app_rules.calendar(app_private.calendar_after(test.user_id('alice'), 5))), '03-01 check_in, 03-02 check_in, 03-03 check_in', 'the calendar as an entry left it');
select is(test.words(app_rules.calendar(app_private.calendar_after(test.user_id('alice'), 6))), '03-01 check_in, 03-02 check_in, 03-03 check_in, 03-04 freeze of 02-28, 03-05 check_in', 'with a mark whose place an amnesty took later');

-- A test user, whose clock moved past the instant at which an amnesty was declared only later.
select test.set_clock('2026-07-01 12:00+00');
select app_private.bootstrap(test.user_id('tess'), 'dev', 'tess', 'UTC', 0, true);
select test.sign_in('tess');
select app_public.check_in();
select app_public.advance_my_clock(idempotency_key => 'c10c0000-0000-4000-8000-000000000001', days => 10);
select test.set_clock('2026-07-04 12:00+00');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-07-02', '2026-07-31', 'July.');
reset role;
select is((app_private.state_at(test.user_id('tess'), '2026-07-05 12:00+00')).last_amnesty_id, 1, 'in the time that was passed over it was not there');
select is((app_private.state_at(test.user_id('tess'), '2026-07-14 12:00+00')).last_amnesty_id, 2, 'from its own instant of the declaration on it is');
