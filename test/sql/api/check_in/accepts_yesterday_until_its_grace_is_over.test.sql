select plan(15);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 1);
select is((select row(c.day, c.mark, c.checked_in_at, c.already_checked_in)::text
    from test.check_in_at('2026-03-03 01:59:59+00', '2026-03-02') as c),
  row('2026-03-02'::date, 'late'::app_public.mark, '2026-03-03 01:59:59+00'::timestamptz, false)::text,
  'one second before the end of the grace, yesterday is marked late');
select is((test.stored('alice')).run_length, 2, 'a late check-in counts like any other');
select is((test.stored('alice')).check_ins, 2, 'among all check-ins too');
select is((select row((c.gave).points, (c.gave).xp)::text
    from app_public.check_in('2026-03-02') as c), '(5,10)', 'and gives what any other gives');
select is((select c.mark from app_public.check_in('2026-03-02') as c), 'late'::app_public.mark, 'a repeat of it answers the late one');
select is((select c.day from app_public.check_in() as c), '2026-03-03'::date, 'today can be checked in after it');
select is((test.stored('alice')).run_length, 3, 'and the run goes on');

select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 1);
select test.set_clock('2026-03-03 02:00+00');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.check_in('2026-03-02')$$, 'CK001', null, 'at the end of the grace, yesterday is refused');
select is(test.fingerprint(), current_setting('test.stored'), 'the refusal writes nothing');

select test.sign_in('carol');
select test.check_in_at('2026-03-03 00:30+00');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.check_in('2026-03-02')$$, 'CK001', null, 'yesterday is refused once today is marked, within the grace too');
select is(test.fingerprint(), current_setting('test.stored'), 'that refusal writes nothing either');

select test.sign_in('dave');
select test.set_clock('2026-03-02 00:00+00');
select is((select c.mark from app_public.check_in('2026-03-01') as c), 'late'::app_public.mark, 'at midnight sharp yesterday is late');
select is((select c.mark from app_public.check_in('2026-03-02') as c), 'check_in'::app_public.mark, 'and today is not');

-- In New York the 8th of March ends 23 hours after it began: at 04:00 UTC; a day from 4 am ends at 08:00 UTC.
select test.sign_in('erin');
select app_public.bootstrap('America/New_York', 4);
select throws_ok($$select test.check_in_at('2026-03-09 10:00+00', '2026-03-08')$$, 'CK001', null,
  'the grace is counted from the end of the day in the user''s zone and from the user''s day start');
select is((select c.mark from test.check_in_at('2026-03-09 09:59:59+00', '2026-03-08') as c), 'late'::app_public.mark,
  'and lasts until a second before');
