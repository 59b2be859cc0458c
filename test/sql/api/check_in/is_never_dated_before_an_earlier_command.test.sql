select plan(8);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select is((select row(c.day, c.already_checked_in)::text from test.check_in_at('2026-03-01 23:00+00') as c), '(2026-03-02,t)',
  'with the clock back in yesterday, today is still the day of the last command');
select is((select (c.state).as_of from app_public.check_in() as c), '2026-03-02 12:00+00'::timestamptz, 'as of the last command');
select is((test.state_at('2026-02-01 00:00+00')).as_of, '2026-03-02 12:00+00'::timestamptz, 'a read is not dated before it either');

select test.set_clock('2026-03-03 09:00+00');
select app_public.update_settings(day_start_hour => 4) is null;
select test.set_clock('2026-03-03 07:00+00');
select app_public.update_settings(day_start_hour => 5) is null;
select is((test.stored('alice')).last_occurred_at, '2026-03-03 09:00+00'::timestamptz, 'a command occurs at the latest instant so far');
select is((select c.checked_in_at from test.check_in_at('2026-03-03 08:00+00') as c), '2026-03-03 09:00+00'::timestamptz,
  'a check-in as well');
select is((select bool_and(j.occurred_at >= j.before) from (
    select e.occurred_at, lag(e.occurred_at, 1, '-infinity') over (order by e.sequence_number) as before
    from app_public.journal_entries as e) as j), true, 'entries never go back in time');
select is((select ((c.state).streak).current from test.check_in_at('2026-03-04 12:00+00') as c), 4, 'nothing was lost by it');
select is((select count(*) from app_private.day_marks), 4::bigint, 'nor counted twice');
