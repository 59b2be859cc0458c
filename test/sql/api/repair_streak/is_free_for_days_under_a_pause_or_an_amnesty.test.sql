select plan(13);
create function pg_temp.marks(since date)
returns text
language sql stable
return (select string_agg(concat_ws(' ', to_char(d.day, 'MM-DD'), d.mark, d.paid_points), ', ' order by d.day) from app_private.day_marks as d where d.day >= marks.since);
create function pg_temp.offer()
returns text
language sql stable
return (select ((m.state).streak).repair::text from app_public.me() as m);
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
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');

-- The day before the pause was missed, and so was one after it.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-04 12:00+00');
select app_public.pause_streak('2026-03-06') is null;
select test.set_clock('2026-03-08 12:00+00');
select is(pg_temp.offer(), '(2026-03-07,2,100,2026-03-10,3)', 'the days of the pause of a run that ended before it are not held against it');
select is(test.refusal($$select app_public.repair_streak('2026-03-05')$$), 'RP001', 'none of them was missed');
select is((select row(r.days, r.points, (r.state).streak.current)::text from app_public.repair_streak('2026-03-04') as r), row('{2026-03-04,2026-03-07}'::date[], 100, 3)::text, 'they cost nothing');
select is(pg_temp.marks('2026-03-03'), '03-03 check_in, 03-04 repair 50, 03-05 pause, 03-06 pause, 03-07 repair 50', 'and are marked as what they were');

-- The time to repair counts from the last missed day, not from the last free one.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-04 12:00+00');
select app_public.pause_streak('2026-03-20') is null;
select test.set_clock('2026-03-07 12:00+00');
select is(pg_temp.offer(), '(2026-03-04,1,50,2026-03-07,3)', 'while the paused days go by, the day before them can be repaired');
select test.set_clock('2026-03-08 00:00+00');
select is(pg_temp.offer(), null, 'in its time');
select is(test.refusal($$select app_public.repair_streak('2026-03-04')$$), 'RP002', 'and no longer');

-- Repaired within the pause, the pause is open again.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-04 12:00+00');
select app_public.pause_streak('2026-03-20') is null;
select test.set_clock('2026-03-06 12:00+00');
select is((select row((r.state).streak.status, (r.state).streak.current, (r.state).streak.paused_until)::text from app_public.repair_streak('2026-03-04') as r), '(paused,3,2026-03-20)',
  'a run that is repaired within its pause is paused');
select is(pg_temp.marks('2026-03-03'), '03-03 check_in, 03-04 repair 50, 03-05 pause', 'through yesterday');

-- An amnesty for some of the days of a longer gap closes nothing, and makes them free.
select test.sign_in('dave');
select test.check_in_daily('2026-05-01 12:00+00', 3);
select test.set_clock('2026-05-07 12:00+00');
select pg_temp.declare('2026-05-05', '2026-05-05');
select is(pg_temp.offer(), '(2026-05-06,2,100,2026-05-09,3)', 'a day of an amnesty is not held against the run');
select is(test.refusal($$select app_public.repair_streak('2026-05-05')$$), 'RP001', 'nor was it missed');
select is((select row(r.days, r.points, (r.state).streak.current)::text from app_public.repair_streak('2026-05-06') as r), row('{2026-05-04,2026-05-06}'::date[], 100, 3)::text, 'the others are paid for');
select is(pg_temp.marks('2026-05-03'), '05-03 check_in, 05-04 repair 50, 05-05 amnesty, 05-06 repair 50', 'and it is marked as what it was');
