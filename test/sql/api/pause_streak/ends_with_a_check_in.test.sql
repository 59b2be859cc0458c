select plan(24);
-- Four check-ins, and a pause from the 5th through the 9th.
create function pg_temp.pause_of(subject text)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.check_in_daily('2026-03-01 12:00+00', 4);
  perform app_public.pause_streak('2026-03-09');
end
$$;
create function pg_temp.streak(state app_public.state)
returns text
language sql immutable
return concat_ws(' ', (state.streak).status, (state.streak).current, (state.streak).paused_from, (state.streak).paused_until,
  to_char((state.streak).expires_at at time zone 'UTC', 'MM-DD HH24:MI'));
create function pg_temp.marks()
returns text
language sql stable
return (select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-03-04');
create function pg_temp.stored_pause(subject text)
returns text
language sql stable
return (select concat_ws(' ', s.paused_from, s.paused_until) from test.stored(subject) as s);

select pg_temp.pause_of('alice');
select is((select pg_temp.streak(c.state) from test.check_in_at('2026-03-07 12:00+00') as c), 'done_today 5 03-09 02:00', 'a check-in ends the pause: tomorrow has to be checked in again');
select is(pg_temp.marks(), '03-05 pause, 03-06 pause, 03-07 check_in', 'the days until then were paused');
select is(pg_temp.stored_pause('alice'), '2026-03-05 2026-03-06', 'it lasted until the day before');
select is(pg_temp.streak(test.state_at('2026-03-08 12:00+00')), 'at_risk 5 03-09 02:00', 'the next day is no longer paused');
select is(pg_temp.streak(test.state_at('2026-03-09 02:00+00')), 'broken 0', 'and ends the run when it is missed');

select pg_temp.pause_of('bob');
select is((select pg_temp.streak(c.state) from test.check_in_at('2026-03-05 12:00+00') as c), 'done_today 5 03-07 02:00', 'on its first day too');
select is(pg_temp.stored_pause('bob'), '', 'and then there was no pause');
select is((select pg_temp.streak(p.state) from app_public.pause_streak('2026-03-09') as p), 'done_today 5 2026-03-06 2026-03-09 03-11 02:00', 'after a check-in there can be another one');

select pg_temp.pause_of('carol');
select test.check_in_at('2026-03-09 12:00+00');
select is(pg_temp.stored_pause('carol'), '2026-03-05 2026-03-08', 'on its last day, it lasted until the day before');
select is((select pg_temp.streak(p.state) from app_public.pause_streak('2026-03-12') as p), 'done_today 5 2026-03-10 2026-03-12 03-14 02:00', 'and the next one begins tomorrow, not where it began');

-- Late, for a paused yesterday: it ends as of that day, so today is open again.
select pg_temp.pause_of('dave');
select is((select concat_ws(' ', c.day, c.mark, pg_temp.streak(c.state)) from test.check_in_at('2026-03-07 01:59:59+00', '2026-03-06') as c),
  '2026-03-06 late at_risk 5 03-08 02:00', 'a late check-in for a paused yesterday ends it as of that day');
select is(pg_temp.marks(), '03-05 pause, 03-06 late', 'the day before stays paused');
select is(pg_temp.stored_pause('dave'), '2026-03-05 2026-03-05', 'and was its last');
select is((select pg_temp.streak(c.state) from app_public.check_in() as c), 'done_today 6 03-09 02:00', 'today can be checked in after it');

select pg_temp.pause_of('erin');
select is((select pg_temp.streak(c.state) from test.check_in_at('2026-03-06 01:00+00', '2026-03-05') as c), 'at_risk 5 03-07 02:00', 'a late one for its first day undoes it');
select is(pg_temp.stored_pause('erin'), '', 'altogether');

select pg_temp.pause_of('frank');
select is((select pg_temp.streak(c.state) from test.check_in_at('2026-03-10 01:00+00', '2026-03-09') as c), 'at_risk 5 03-11 02:00', 'a late one for its last day counts that day');
select is(pg_temp.stored_pause('frank'), '2026-03-05 2026-03-08', 'which was not paused then');

-- Once it is over, it is over.
select pg_temp.pause_of('grace');
select is((select pg_temp.streak(c.state) from test.check_in_at('2026-03-10 12:00+00') as c), 'done_today 5 03-12 02:00', 'a check-in after the pause ends nothing');
select is(pg_temp.stored_pause('grace'), '2026-03-05 2026-03-09', 'it lasted as long as it was to last');

-- A check-in that is refused, or was made before, ends nothing.
select pg_temp.pause_of('heidi');
select throws_ok($$select test.check_in_at('2026-03-07 12:00+00', '2026-03-06')$$, 'CK001', null, 'a paused day that has ended cannot be checked in');
select is(pg_temp.streak(test.state_at('2026-03-07 12:00+00')), 'paused 4 2026-03-05 2026-03-09', 'and the pause goes on');
select is((select c.already_checked_in from app_public.check_in('2026-03-04') as c), true, 'a repeat for an earlier day is answered');
select is(pg_temp.streak(test.state_at('2026-03-07 12:00+00')), 'paused 4 2026-03-05 2026-03-09', 'and the pause goes on as well');
