select plan(14);
create function pg_temp.declare(first_day date, last_day date)
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject');
begin
  perform test.sign_in_operator('olga');
  perform app_public.declare_amnesty(declare.first_day, declare.last_day, 'Outage.');
  perform test.sign_in(v_subject);
end
$$;
create function pg_temp.streak()
returns text
language sql stable
return (select concat_ws(' ', (m.state).streak.status, (m.state).streak.current, (m.state).streak.freezes) from app_public.me() as m);
create function pg_temp.marks(since date)
returns text
language sql stable
return (select string_agg(concat_ws(' ', to_char(c.day, 'MM-DD'), c.mark), ', ' order by c.day)
  from app_public.me() as m, app_public.me_calendar(m, marks.since) as c where c.mark is not null);

-- The 8th took the freeze, the 10th ended the run: with the 8th excused the freeze would have saved the 10th.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00');
select test.check_in_at('2026-03-11 12:00+00');
select is(pg_temp.streak(), 'done_today 1 0', 'a run ended for want of a freeze');
select pg_temp.declare('2026-03-08', '2026-03-08');
select is(pg_temp.streak(), 'done_today 9 0', 'the freeze that is set free saves it: two runs are one');
select is(pg_temp.marks('2026-03-07'), '03-07 check_in, 03-08 amnesty, 03-09 check_in, 03-10 freeze, 03-11 check_in', 'on the later day');
select test.check_in_at('2026-03-12 12:00+00');
select is((select string_agg(concat_ws(' ', to_char(d.day, 'MM-DD'), d.mark, d.freeze_granted_on), ', ' order by d.day) from app_private.day_marks as d where d.day between '2026-03-08' and '2026-03-10'),
  '03-08 amnesty, 03-09 check_in, 03-10 freeze 2026-03-07', 'where it is stored with its day of grant');
select is((test.stored('alice')).last_freeze_day, '2026-03-10'::date, 'which is the last frozen day now');
select is((select row(e.freezes_used, e.freezes_granted, e.freezes)::text from app_public.journal_entries as e where e.kind = 'amnesty'), '(0,0,{})', 'and none is given back');

-- At the end of the calendar as well: the run lives on.
select test.sign_in('bob');
select test.check_in_daily('2026-04-01 12:00+00', 7);
select test.check_in_at('2026-04-09 12:00+00');
select test.set_clock('2026-04-11 12:00+00');
select pg_temp.declare('2026-04-08', '2026-04-08');
select is(pg_temp.streak(), 'protected 8 0', 'a run that has just ended lives on by it');

-- A gap of two days is too long for one freeze: it stays, and the freeze comes back.
select test.sign_in('carol');
select test.check_in_daily('2026-05-01 12:00+00', 7);
select test.check_in_at('2026-05-09 12:00+00');
select test.check_in_at('2026-05-12 12:00+00');
select pg_temp.declare('2026-05-08', '2026-05-08');
select is(pg_temp.streak(), 'done_today 1 1', 'a gap that it cannot close takes no freeze, which comes back to the hand');
select is(pg_temp.marks('2026-05-07'), '05-07 check_in, 05-08 amnesty, 05-09 check_in, 05-12 check_in', 'its days stay missed');

-- Not to a day before the grant: all or nothing, from the oldest gap to the newest.
select test.sign_in('dave');
select test.check_in_at('2026-06-01 12:00+00');
select test.check_in_daily('2026-06-03 12:00+00', 7);
select test.check_in_at('2026-06-11 12:00+00');
select pg_temp.declare('2026-06-10', '2026-06-10');
select is(pg_temp.streak(), 'done_today 8 1', 'a gap before it was used is no later one: the freeze comes back');
select is(pg_temp.marks('2026-06-01'), '06-01 check_in, 06-03 check_in, 06-04 check_in, 06-05 check_in, 06-06 check_in, 06-07 check_in, 06-08 check_in, 06-09 check_in, 06-10 amnesty, 06-11 check_in',
  'and the gap stays');

-- Two freezes, two later gaps: each takes one, and what a gap needs besides may be excused.
select test.sign_in('erin');
select test.check_in_daily('2026-07-01 12:00+00', 14);
select test.check_in_at('2026-07-17 12:00+00');
select test.check_in_at('2026-07-19 12:00+00');
select test.check_in_at('2026-07-22 12:00+00');
select is(pg_temp.streak(), 'done_today 1 0', 'two freezes were spent on a day each, before two gaps');
select pg_temp.declare('2026-07-15', '2026-07-16');
select is(pg_temp.marks('2026-07-14'), '07-14 check_in, 07-15 amnesty, 07-16 amnesty, 07-17 check_in, 07-18 freeze, 07-19 check_in, 07-22 check_in',
  'the first gap takes one, and the second is too long for the other');
select pg_temp.declare('2026-07-20', '2026-07-20');
select is(pg_temp.streak(), 'done_today 1 1', 'a freeze that has come back is in hand, and not used for days gone by');
