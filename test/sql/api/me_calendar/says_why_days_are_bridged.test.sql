select plan(31);
create function pg_temp.day_of(day date)
returns text
language sql stable
return (select concat_ws('|', c.mark, c.counts, c.reason, to_char(c.marked_at at time zone 'UTC', 'MM-DD HH24:MI'), c.zone, c.day_start_hour, c.rule_version_id)
  from app_public.me() as m, app_public.me_calendar(m, day_of.day, day_of.day) as c);
create function pg_temp.declare(first_day date, last_day date, reason text)
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject');
begin
  perform test.sign_in_operator('olga');
  perform app_public.declare_amnesty(declare.first_day, declare.last_day, declare.reason);
  perform test.sign_in(v_subject);
end
$$;
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "token", "gives_points": 1}', '{"check_ins": 1}');

-- A pause, from the 4th through the 6th.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.pause_streak('2026-03-06') is null;
select is(pg_temp.day_of('2026-03-04'), 'f|To be paused.', 'a day of a pause to come');
select is(pg_temp.day_of('2026-03-07'), 'f|Not yet come.', 'the day after it');
select test.set_clock('2026-03-05 12:00+00');
select is(pg_temp.day_of('2026-03-04'), 'pause|f|Paused.', 'a paused day that has ended, not stored yet');
select is(pg_temp.day_of('2026-03-05'), 'f|Paused; a check-in ends the pause.', 'today');
select is(pg_temp.day_of('2026-03-06'), 'f|To be paused.', 'tomorrow');
select test.set_clock('2026-03-06 01:00+00');
select is(pg_temp.day_of('2026-03-05'), 'f|Open: a late check-in is still possible.', 'a paused yesterday is open within its grace');
select test.set_clock('2026-03-06 12:00+00');
select app_public.claim_reward('token') is null;
select is(pg_temp.day_of('2026-03-04'), 'pause|f|Paused.|03-06 12:00|UTC|0|1', 'a paused day that is stored says when, and under which settings');
select is(pg_temp.day_of('2026-03-06'), 'f|Paused; a check-in ends the pause.', 'its last day, today');
select test.check_in_at('2026-03-06 18:00+00');
select is(pg_temp.day_of('2026-03-06'), 'check_in|t|Checked in.|03-06 18:00|UTC|0|1', 'on which a check-in counts');

-- A pause of a run that has ended is none.
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-02 12:00+00');
select app_public.pause_streak('2026-03-20') is null;
select test.set_clock('2026-03-05 12:00+00');
select is(pg_temp.day_of('2026-03-03'), 'f|Missed.', 'after the end of the run a day of its pause is missed');
select is(pg_temp.day_of('2026-03-05'), 'f|Open: no check-in yet.', 'today is open');
select is(pg_temp.day_of('2026-03-06'), 'f|Not yet come.', 'and to-morrow is a day like any other');

-- Repaired.
select is((select r.days from app_public.repair_streak('2026-03-02') as r), '{2026-03-02}'::date[], 'the day before the pause is repaired');
select is(pg_temp.day_of('2026-03-02'), 'repair|f|Missed, and repaired.|03-05 12:00|UTC|0|1', 'a repaired day');
select is(pg_temp.day_of('2026-03-03'), 'pause|f|Paused.|03-05 12:00|UTC|0|1', 'with it those of the pause');
select is(pg_temp.day_of('2026-03-06'), 'f|To be paused.', 'which is open again');

-- Amnesties: a closed gap, before and after it is stored.
select test.sign_in('carol');
select test.check_in_daily('2026-05-01 12:00+00', 3);
select test.set_clock('2026-05-05 12:00+00');
select pg_temp.declare('2026-05-04', '2026-05-06', 'Outage.');
select is(pg_temp.day_of('2026-05-04'), 'amnesty|f|Excused by an amnesty: Outage.', 'an excused day, not stored yet');
select is(pg_temp.day_of('2026-05-05'), 'f|Open: no check-in yet.', 'today is open, excused or not');
select is(pg_temp.day_of('2026-05-06'), 'f|Excused by an amnesty: Outage.', 'a day to come is excused already');
select is(pg_temp.day_of('2026-05-03'), 'check_in|t|Checked in.|05-03 12:00|UTC|0|1', 'the day before is as it was');
select test.check_in_at('2026-05-05 18:00+00');
select is(pg_temp.day_of('2026-05-04'), 'amnesty|f|Excused by an amnesty: Outage.|05-05 12:00|UTC|0|1', 'an excused day that is stored is marked as of the declaration');
select pg_temp.declare('2026-05-04', '2026-05-04', 'The other outage.');
select is(pg_temp.day_of('2026-05-04'), 'amnesty|f|Excused by an amnesty: The other outage.|05-05 12:00|UTC|0|1', 'the latest reason is what is read');
select is(pg_temp.day_of('2026-05-06'), 'f|Excused by an amnesty: Outage.', 'of those that name the day');

-- A freeze, stored, whose day an amnesty excuses: its mark is not stored yet.
select test.sign_in('dave');
select test.check_in_daily('2026-06-01 12:00+00', 7);
select test.check_in_at('2026-06-09 12:00+00');
select is(pg_temp.day_of('2026-06-08'), 'freeze|f|Missed; a freeze saved the streak.|06-09 12:00|UTC|0|1', 'a frozen day');
select pg_temp.declare('2026-06-08', '2026-06-08', 'Outage.');
select is(pg_temp.day_of('2026-06-08'), 'amnesty|f|Excused by an amnesty: Outage.', 'excused, it shows nothing of the mark that it had');
select test.check_in_at('2026-06-10 12:00+00');
select is(pg_temp.day_of('2026-06-08'), 'amnesty|f|Excused by an amnesty: Outage.|06-09 12:00|UTC|0|1', 'but of the one that it has when that is stored');

-- A gap that stays open: the day is excused, and has no mark.
select test.sign_in('erin');
select test.check_in_at('2026-07-01 12:00+00');
select test.set_clock('2026-07-05 12:00+00');
select pg_temp.declare('2026-07-03', '2026-07-03', 'Outage.');
select is(pg_temp.day_of('2026-07-02'), 'f|Missed.', 'a day of a gap that stays open');
select is(pg_temp.day_of('2026-07-03'), 'f|Excused by an amnesty: Outage.', 'the excused one among them has no mark');

-- Within the grace a late check-in is possible, excused or not; before the user joined there is nothing to excuse.
select test.sign_in('frank');
select test.check_in_at('2026-08-02 12:00+00');
select test.set_clock('2026-08-04 01:00+00');
select pg_temp.declare('2026-08-01', '2026-08-04', 'Outage.');
select is(pg_temp.day_of('2026-08-03'), 'f|Open: a late check-in is still possible.', 'an excused yesterday is open within its grace');
select is(pg_temp.day_of('2026-08-01'), 'f|Before the user joined.', 'before the user joined nothing is excused');
select test.set_clock('2026-08-04 02:00+00');
select is(pg_temp.day_of('2026-08-03'), 'amnesty|f|Excused by an amnesty: Outage.', 'after it is over it is excused');
