select plan(6);

-- On the 1st tess moves her clock to the 3rd. On the 4th, her 6th, an amnesty excuses the 4th and 5th, which she has missed.
select test.set_clock('2026-03-01 12:00+00');
select app_private.create_test_user('dev', 'tess', 'UTC', 0);
select test.sign_in('tess');
select app_public.check_in();
select app_public.advance_my_clock('00000000-0000-4000-8000-000000000001', days => 1);
select app_public.check_in();
select app_public.advance_my_clock('00000000-0000-4000-8000-000000000002', days => 1);
select app_public.check_in();
reset role;
select test.set_clock('2026-03-04 11:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-04', '2026-03-05', 'Storm.');
select test.set_clock('2026-03-04 13:00+00');

select test.sign_in('tess');
select is(row((m.state).as_of, (m.state).streak.current, (m.state).streak.status)::text, row('2026-03-06 13:00+00'::timestamptz, 3, 'at_risk')::text, 'what is read has taken it in') from app_public.me() as m;
select is((array_agg(d.mark::text order by d.day))[28:], '{check_in,amnesty,amnesty}', 'in the calendar too') from app_public.me() as m, app_public.me_calendar(m, until => '2026-03-05') as d;
select is((app_public.check_in()).state.streak.current, 4, 'and the run goes on');
reset role;
select is(e.occurred_at, '2026-03-06 11:00+00', 'it is dated at the declaration, by the own clock')
from app_public.journal_entries as e where e.user_id = test.user_id('tess') and e.kind = 'amnesty';
select is((select array_agg(m.mark::text order by m.day) from app_private.day_marks as m where m.user_id = test.user_id('tess')), '{check_in,check_in,check_in,amnesty,amnesty,check_in}', 'and stored as it was read');
select is_empty('select * from app_private.verify()', 'and all adds up');
