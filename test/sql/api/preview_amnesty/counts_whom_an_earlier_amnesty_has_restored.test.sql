select plan(6);
-- The freeze of the 4th covers the 5th; the 8th ends the run, and a command stores that. An amnesty for the 5th, of which the stored
-- state does not know yet, sets the freeze free for the 8th, and so the run goes on: until the 9th, which is not excused yet.
create function pg_temp.declare(at timestamptz, first_day date, last_day date)
returns void
language plpgsql volatile
as $$
begin
  perform test.set_clock(declare.at);
  perform test.sign_in_operator('olga');
  perform app_public.declare_amnesty(declare.first_day, declare.last_day, 'Outage.');
  perform test.sign_in('alice');
end
$$;
select test.add_rule_version('2026-02-01 00:00+00', '{"freeze_every_days": 4}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 4);
select test.check_in_daily('2026-03-06 12:00+00', 2);
select test.set_clock('2026-03-09 12:00+00');
select app_public.claim_reward('streak_3') is null;
select is((select row(s.run_length, s.last_marked_day)::text from test.stored('alice') as s), '(0,2026-03-07)', 'a run that has ended, as is stored');
select pg_temp.declare('2026-03-09 18:00+00', '2026-03-05', '2026-03-05');
select is((test.state_at('2026-03-09 18:00+00')).streak.current, 6, 'is restored by a freeze that an amnesty sets free');
select is((test.state_at('2026-03-12 12:00+00')).streak.current, 0, 'and ends again');
select test.sign_in_operator('olga');
select set_config('test.users', (select row(p.users, p.runs_restored)::text from app_public.preview_amnesty('2026-03-09', '2026-03-11') as p), false);
select pg_temp.declare('2026-03-12 12:00+00', '2026-03-09', '2026-03-11');
select is((select (m.state).streak.current from app_public.me() as m), 6, 'an amnesty for the days since restores it again');
select is((select string_agg(concat_ws(' ', to_char(c.day, 'MM-DD'), c.mark), ', ' order by c.day) from app_public.me() as m, app_public.me_calendar(m, '2026-03-04', '2026-03-11') as c),
  '03-04 check_in, 03-05 amnesty, 03-06 check_in, 03-07 check_in, 03-08 freeze, 03-09 amnesty, 03-10 amnesty, 03-11 amnesty', 'day by day');
select is(current_setting('test.users'), '(1,1)', 'which its preview said');
