select plan(18);
-- Apia went from 2011-12-29 to 2011-12-31, at 2011-12-30 10:00 UTC: there was no 30th.
create function pg_temp.bootstrap(subject text, zone text)
returns void
language plpgsql volatile
as $$
begin
  perform test.set_clock('2011-12-20 12:00+00');
  perform test.sign_in(subject);
  perform app_public.bootstrap(bootstrap.zone);
end
$$;
create function pg_temp.days()
returns text
language sql stable
return (select string_agg(concat_ws(' ', to_char(c.day, 'DD'), coalesce(c.mark::text, c.reason), case when c.marked_at is not null then '*' end), ', ' order by c.day)
  from app_public.me() as m, app_public.me_calendar(m, '2011-12-28', '2012-01-01') as c);
create function pg_temp.streak_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', s.today, (s.streak).status, (s.streak).current, (s.streak).freezes, to_char((s.streak).expires_at at time zone 'UTC', 'MM-DD HH24:MI')) from test.state_at(streak_at.at) as s);

select pg_temp.bootstrap('alice', 'Pacific/Apia');
select test.check_in_daily('2011-12-28 23:00+00', 2);
select is(pg_temp.streak_at('2011-12-30 09:59:59+00'), '2011-12-29 done_today 2 0 12-31 12:00', 'on the 29th, the next day to be checked in is the 31st');
select is(pg_temp.days(), '28 check_in *, 29 check_in *, 30 Not yet come., 31 Not yet come., 01 Not yet come.', 'and the 30th has not come');
select is(pg_temp.streak_at('2011-12-30 10:00+00'), '2011-12-31 at_risk 2 0 12-31 12:00', 'a second later it is the 31st');
select is(test.refusal($$select app_public.check_in('2011-12-30')$$), 'CK001', 'the 30th cannot be checked in late, though the grace of a yesterday would last');
select is((select to_char(c.day, 'MM-DD ') || c.reason from app_public.me() as m, app_public.me_calendar(m, '2011-12-30', '2011-12-30') as c) like '%Open%', false, 'nor does the calendar say so');
select is(pg_temp.streak_at('2011-12-30 12:00+00'), '2011-12-31 at_risk 2 0 12-31 12:00', 'when the grace would be over');
select is(pg_temp.days(), '28 check_in *, 29 check_in *, 30 travel, 31 Open: no check-in yet., 01 Not yet come.', 'it is bridged, with nothing stored');
select is((select row((c.state).streak.current, c.day)::text from test.check_in_at('2011-12-30 22:00+00') as c), '(3,2011-12-31)', 'the streak goes on');
select is(pg_temp.days(), '28 check_in *, 29 check_in *, 30 travel *, 31 check_in *, 01 Not yet come.', 'and a command stores the day');
select is((select s.last_travel_day from test.stored('alice') as s), null, 'no travel cover was used for it');

-- At once after midnight the same.
select pg_temp.bootstrap('bob', 'Pacific/Apia');
select test.check_in_daily('2011-12-28 23:00+00', 2);
select is((select row((c.state).streak.current, c.day)::text from test.check_in_at('2011-12-30 10:30+00') as c), '(3,2011-12-31)', 'half an hour into the 31st that can be checked in, and the streak goes on');
select is(pg_temp.days(), '28 check_in *, 29 check_in *, 30 travel *, 31 check_in *, 01 Not yet come.', 'over the day that never was');

-- Who is away misses the 31st and not the 30th; a freeze is used for that.
select pg_temp.bootstrap('carol', 'Pacific/Apia');
select test.check_in_daily('2011-12-23 23:00+00', 7);
select is(pg_temp.streak_at('2012-01-01 11:59:59+00'), '2012-01-02 protected 7 0 01-01 12:00', 'a freeze is used for the 31st, not for the 30th');
select is(pg_temp.days(), '28 check_in *, 29 check_in *, 30 travel, 31 freeze, 01 Open: a late check-in is still possible.', 'as the calendar shows');

-- A run that ended before is not saved, and its repair gets the day free of charge.
select pg_temp.bootstrap('dave', 'Pacific/Apia');
select test.check_in_daily('2011-12-27 23:00+00', 2);
select is((test.state_at('2011-12-30 12:00+00')).streak.repair::text, '(2011-12-29,1,50,2012-01-01,2)', 'a day that never was costs nothing to repair');

-- Nobody elsewhere has lost that day.
select pg_temp.bootstrap('erin', 'Pacific/Pago_Pago');
select test.check_in_daily('2011-12-28 23:00+00', 2);
select is((test.state_at('2011-12-31 13:00+00')).streak.current, 0, 'across the date line the 30th had hours, and is missed');

-- From 4 am that day had four hours, in which it could be checked in.
select pg_temp.bootstrap('frank', 'Pacific/Apia');
select app_public.update_settings(day_start_hour => 4) is null;
select test.check_in_daily('2011-12-28 23:00+00', 2);
select is(pg_temp.streak_at('2011-12-30 10:30+00'), '2011-12-30 at_risk 2 0 12-30 16:00', 'from 4 am it was the 30th until the first 4 am of the 31st');
select is((select row(c.mark, (c.state).streak.current)::text from test.check_in_at('2011-12-30 15:59:59+00', '2011-12-30') as c), '(late,3)', 'and could be checked in late as any other');
