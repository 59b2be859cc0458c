select plan(10);

-- In Apia the 3rd is over, grace and all, at 13:00 UTC on it; in New York it is then still the morning of the 3rd.
select test.sign_in('alice');
select test.set_clock('2026-03-01 22:00+00');
select app_public.bootstrap('Pacific/Apia') is null;
select test.check_in_at('2026-03-01 22:00+00') is null;
select test.set_clock('2026-03-03 13:00+00');
select is((select row(s.today, (s.streak).status)::text from app_public.update_settings('America/New_York') as a, lateral (select (a.state).*) as s), '(2026-03-04,broken)',
  'a missed day that ended the run is not today again further west');
select throws_ok($$select app_public.check_in('2026-03-03')$$, 'CK001', null, 'nor to be checked in late, although it has not ended there');
select is((select row(c.day, ((c.state).streak).current)::text from app_public.check_in() as c), '(2026-03-04,1)', 'so that the next run does not begin on it');

-- One second before the end of its grace it is open, and so it is in New York.
select test.sign_in('bob');
select test.set_clock('2026-03-01 22:00+00');
select app_public.bootstrap('Pacific/Apia') is null;
select test.check_in_at('2026-03-01 22:00+00') is null;
select test.set_clock('2026-03-03 12:59:59+00');
select is((select row(s.today, (s.streak).status)::text from app_public.update_settings('America/New_York') as a, lateral (select (a.state).*) as s), '(2026-03-03,at_risk)',
  'a day within its grace is today again');
select is((select row(c.day, c.mark, ((c.state).streak).current)::text from app_public.check_in() as c), '(2026-03-03,check_in,2)', 'and is checked in as such');

-- A day that a freeze covered is over, too.
select test.sign_in('carol');
select test.set_clock('2026-02-22 22:00+00');
select app_public.bootstrap('Pacific/Apia') is null;
select test.check_in_daily('2026-02-22 22:00+00', 7);
select test.set_clock('2026-03-02 13:00+00');
select is((select row(s.today, (s.streak).status, (s.streak).current)::text from app_public.update_settings('America/New_York') as a, lateral (select (a.state).*) as s), '(2026-03-03,protected,7)',
  'a day that a freeze covered is not today again');
select is((select row(c.day, ((c.state).streak).current)::text from app_public.check_in() as c), '(2026-03-03,8)', 'and the run goes on with the day after it');

-- Whoever has no run may set a wrong zone right.
select test.sign_in('dave');
select test.set_clock('2026-03-03 13:00+00');
select app_public.bootstrap('Pacific/Apia') is null;
select is((select s.today from app_public.update_settings('America/New_York') as a, lateral (select (a.state).*) as s), '2026-03-03'::date, 'without a run no day has ended for it');
select is((select c.day from app_public.check_in() as c), '2026-03-03'::date, 'and the date of the new zone can be checked in');

-- A command in between makes no difference.
select test.sign_in('erin');
select test.set_clock('2026-03-01 22:00+00');
select app_public.bootstrap('Pacific/Apia') is null;
select test.check_in_at('2026-03-01 22:00+00') is null;
select test.set_clock('2026-03-03 13:00+00');
select app_public.update_settings(day_start_hour => 4) is null;
select app_public.update_settings(day_start_hour => 0) is null;
select is((select row(s.today, (s.streak).status)::text from app_public.update_settings('America/New_York') as a, lateral (select (a.state).*) as s), '(2026-03-04,broken)',
  'when the run had ended before the change it is the same');
