select plan(27);

create function pg_temp.declare(at timestamptz, first_day date, last_day date)
returns void
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  perform app_private.declare_amnesty(test.user_id('olga'), first_day, last_day, 'Storm.');
end
$$;
-- The steps that a stored state has before it.
create function pg_temp.steps(subject text)
returns text
language sql stable
return (select coalesce(string_agg(concat_ws(' ', s.amnesty_id, to_char((s.after).last_occurred_at at time zone 'UTC', 'MM-DD HH24:MI'), test.words(s.marks), s.days_changed), '; ' order by s.amnesty_id), '')
  from app_private.amnesty_steps(test.stored(subject)) as s);

-- alice: a run of two that has ended. bob: one that lives. carol: nothing. dave: a run that has ended, and a freeze was used.
select test.add_user('alice', '2026-03-05 12:00+00', test.calendar('2026-03-01', 'cc'), '2026-03-04');
select test.add_user('bob', '2026-03-05 12:00+00', test.calendar('2026-03-01', 'ccccc'), '2026-03-05');
select test.set_clock('2026-03-05 12:00+00');
select app_private.bootstrap(test.user_id('carol'), 'dev', 'carol', 'UTC', 0);
select test.add_user('dave', '2026-03-05 12:00+00', test.calendar('2026-03-01', 'cf'), '2026-03-04');
select is(pg_temp.steps('alice'), '', 'without an amnesty there is no step');

select pg_temp.declare('2026-03-05 18:00+00', '2026-03-03', '2026-03-03');
select is(pg_temp.steps('alice'), '', 'one that closes no gap changes nothing');
select is(pg_temp.steps('bob'), '', 'nor does one of a day that was checked in');
select is(pg_temp.steps('carol'), '', 'nor one for who never checked in');
select pg_temp.declare('2026-03-05 19:00+00', '2026-03-04', '2026-03-04');
select is(pg_temp.steps('alice'), '2 03-05 19:00 03-03 amnesty, 03-04 amnesty 2', 'the second closes it together with the first, at its own instant');
select is(pg_temp.steps('bob'), '', 'and changes nothing for a run that lives');
select pg_temp.declare('2026-03-05 11:00+00', '2026-03-02', '2026-03-02');
select is(pg_temp.steps('dave'), '2 03-05 19:00 03-03 amnesty, 03-04 amnesty 2; 3 03-05 19:00 03-02 amnesty 1', 'one that is dated before, by a clock that is behind, comes after it all the same, and at no earlier instant');
select is((select row((s.after).freezes, (s.after).last_amnesty_id)::text from app_private.amnesty_steps(test.stored('dave')) as s where s.amnesty_id = 3), '({2026-02-28},3)', 'which gives the freeze back');
select pg_temp.declare('2026-03-05 20:00+00', '2026-03-09', '2026-03-10');
select is(pg_temp.steps('alice'), '2 03-05 19:00 03-03 amnesty, 03-04 amnesty 2', 'one of days to come changes nothing yet');

-- What is stored is not taken in again.
select test.sign_in('alice');
select test.check_in_at('2026-03-05 21:00+00') is null;
select is((select string_agg(row(e.sequence_number, e.kind, e.occurred_at at time zone 'UTC', e.day, e.asked, e.run_length, e.last_amnesty_id)::text, ' ' order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number in (3, 4)),
  '(3,amnesty,"2026-03-05 19:00:00",2026-03-05,"{""amnesty_id"": 2}",2,2) (4,check_in,"2026-03-05 21:00:00",2026-03-05,"{""day"": null}",3,4)',
  'the next command stores it first, dated when it took effect; its own entry names the latest of all');
reset role;
select is(pg_temp.steps('alice'), '', 'then there is no step any more');
select test.sign_in('alice');
select test.check_in_at('2026-03-05 22:00+00') is null;
select is((test.stored('alice')).sequence_number, 5::bigint, 'a repeat stores nothing more');
select is((select array_agg(c.day || ' ' || c.mark order by c.day) from app_public.me() as m, app_public.me_calendar(m, '2026-03-01') as c),
  '{2026-03-01 check_in,2026-03-02 check_in,2026-03-03 amnesty,2026-03-04 amnesty,2026-03-05 check_in}', 'the calendar has both days');

-- From then on their days are in force.
select is((select row((s.streak).current, (s.streak).expires_at at time zone 'UTC')::text from test.state_at('2026-03-06 12:00+00') as s), '(3,"2026-03-07 02:00:00")', 'a missed day before the days to come ends the run');
select test.check_in_daily('2026-03-06 12:00+00', 3);
select is((select row((s.streak).current, (s.streak).expires_at at time zone 'UTC')::text from test.state_at('2026-03-09 12:00+00') as s), '(6,"2026-03-12 02:00:00")', 'their own days do not');
select is((test.state_at('2026-03-12 02:00+00')).streak.current, 0, 'the day after them does');

-- The instant at which the lazy one is settled is that of the declaration.
reset role;
select test.add_user('erin', '2026-03-20 12:00+00', test.calendar('2026-03-18', 'ccc'), '2026-03-20', '{"freezes": ["2026-03-18"]}');
select pg_temp.declare('2026-03-23 02:00+00', '2026-03-01', '2026-03-01');
select is(pg_temp.steps('erin'), '5 03-23 02:00 03-21 freeze of 03-18 0', 'an amnesty that changes nothing itself is stored when a day was missed before it: that one is settled first, and not under it');
select is((select row((s.settled).run_length, (s.after).run_length, (s.after).last_day)::text from app_private.amnesty_steps(test.stored('erin')) as s), '(0,0,2026-03-20)', 'so is the end of the run; the last day of a command stays');
select test.add_user('fred', '2026-03-20 12:00+00', test.calendar('2026-03-18', 'ccc'), '2026-03-20');
select pg_temp.declare('2026-03-22 01:59:59+00', '2026-02-02', '2026-02-02');
select is(pg_temp.steps('fred'), '', 'nothing is settled when the day has not ended yet');
select pg_temp.declare('2026-03-22 02:00+00', '2026-02-03', '2026-02-03');
select is(pg_temp.steps('fred'), '7 03-22 02:00  0', 'but when it has, though no day be marked');
select pg_temp.declare('2026-03-22 03:00+00', '2026-03-21', '2026-03-21');
select is(pg_temp.steps('fred'), '7 03-22 02:00  0; 8 03-22 03:00 03-21 amnesty 1', 'and the next may bring the run back');
select is((select row((s.after).run_length, (s.after).sequence_number, (s.after).last_amnesty_id)::text from app_private.amnesty_steps(test.stored('fred')) as s where s.amnesty_id = 8), '(3,2,8)', 'as long as it was');
select is(((app_private.with_amnesties(test.stored('fred'))).after).run_length, 3, 'a state with all of them is that after the last step');
select is((select row((w.after).run_length, (w.after).last_amnesty_id)::text from app_private.with_amnesties(test.stored('carol')) as w), '(0,8)', 'or, where there is none, the stored one that knows of them all');

-- One of days to come, which changes nothing yet, is in force when they are missed.
select test.add_user('greta', '2026-04-03 12:00+00', test.calendar('2026-04-01', 'ccc'), '2026-04-03', '{"freezes": ["2026-04-01"]}');
select pg_temp.declare('2026-04-03 13:00+00', '2026-04-04', '2026-04-04');
select pg_temp.declare('2026-04-07 13:00+00', '2026-02-04', '2026-02-04');
select is(pg_temp.steps('greta'), '10 04-07 13:00 04-04 amnesty, 04-05 freeze of 04-01 0', 'the next settles under it, and the freeze is left for the day after');
select is((select row((s.settled).freezes, (s.settled).run_length, (s.settled).last_freeze_day)::text from app_private.amnesty_steps(test.stored('greta')) as s), '({},0,2026-04-05)', 'as if it had been stored at once');

-- One of a day that was missed before it: the freeze is used first, and comes back.
select test.add_user('hugo', '2026-05-03 12:00+00', test.calendar('2026-05-01', 'ccc'), '2026-05-03', '{"freezes": ["2026-05-01"]}');
select pg_temp.declare('2026-05-05 13:00+00', '2026-05-04', '2026-05-04');
select is((select row((s.settled).freezes, (s.settled).last_freeze_day, (s.after).freezes, (s.after).last_freeze_day, test.words(s.marks), s.days_changed)::text from app_private.amnesty_steps(test.stored('hugo')) as s),
  '({},2026-05-04,{2026-05-01},,"05-04 amnesty",1)', 'an amnesty is not in force before its own instant');
