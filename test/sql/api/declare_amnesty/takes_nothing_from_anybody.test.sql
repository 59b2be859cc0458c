select plan(19);
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
create function pg_temp.me()
returns text
language sql stable
return (select m.state::text from app_public.me() as m);
create function pg_temp.streak()
returns text
language sql stable
return (select concat_ws(' ', (m.state).streak.status, (m.state).streak.current, (m.state).streak.longest, (m.state).streak.freezes) from app_public.me() as m);
select test.add_reward('{"id": "shield", "gives_freezes": 1}', '{"check_ins": 1}');

-- Away anyway: the run would have ended the day after.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-10 12:00+00');
select is((select (m.state).streak.repair.points from app_public.me() as m), 300::bigint, 'six days were missed');
select pg_temp.declare('2026-03-04', '2026-03-05');
select is(pg_temp.streak(), 'broken 0 3 0', 'whoever stayed away longer than the excused days has missed all the same');
select is((select (m.state).streak.repair.points from app_public.me() as m), 200::bigint, 'though a repair has four days to pay for');
select is((select count(*) from app_public.me() as m, app_public.me_calendar(m) as c where c.mark = 'amnesty'), 0::bigint, 'and no day is marked');
select test.check_in_at('2026-03-10 12:00+00');
select is((select array_agg(e.kind order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > 5), '{amnesty,check_in}'::app_public.journal_kind[],
  'its entry says that the run had ended when it was declared');
select is((select row(e.run_length, e.points_delta, e.freezes_granted)::text from app_public.journal_entries as e where e.kind = 'amnesty'), '(0,0,0)', 'and nothing more');

-- A freeze in hand, which an amnesty gave back, is not spent on a gap of days gone by that it could close together with excused ones.
select test.sign_in('bob');
select test.check_in_daily('2026-04-01 12:00+00', 7);
select test.check_in_at('2026-04-09 12:00+00');
select test.check_in_at('2026-04-13 12:00+00');
select pg_temp.declare('2026-04-08', '2026-04-08');
select is(pg_temp.streak(), 'done_today 1 8 1', 'a freeze is given back that could not close a gap of three days');
select pg_temp.declare('2026-04-11', '2026-04-12');
select is(pg_temp.streak(), 'done_today 1 8 1', 'and is kept, though but for it two of these are excused later');

-- Nothing happens to whoever did not miss anything.
select test.sign_in('carol');
select test.check_in_daily('2026-05-01 12:00+00', 8);
select set_config('test.before', pg_temp.me(), false);
select pg_temp.declare('2026-05-02', '2026-05-06');
select is(pg_temp.me(), current_setting('test.before'), 'who checked in on the excused days keeps the check-ins');
select test.check_in_at('2026-05-09 12:00+00');
select is((select count(*) from app_public.journal_entries as e where e.kind = 'amnesty'), 0::bigint, 'and has no entry');
select is((select row(s.last_amnesty_id, s.run_length)::text from test.stored('carol') as s), '(4,9)', 'though the state knows of it');

-- Nobody who never checked in has anything to lose or to gain.
select test.sign_in('dave');
select app_public.bootstrap() is null;
select test.set_clock('2026-05-12 12:00+00');
select set_config('test.before', pg_temp.me(), false);
select pg_temp.declare('2026-05-10', '2026-05-11');
select is(pg_temp.me(), current_setting('test.before'), 'who never checked in has no run to restore');
select test.check_in_at('2026-05-12 12:00+00');
select is((select array_agg(e.kind order by e.sequence_number) from app_public.journal_entries as e), '{bootstrap,check_in,claim}'::app_public.journal_kind[], 'nor an entry of it');

-- Who comes after it starts as always.
select test.sign_in('erin');
select set_config('test.before', (select (m.state).streak::text from app_public.me() as m), false);
select test.check_in_at('2026-05-12 12:00+00');
select is((test.stored('erin')).run_length, 1, 'who comes after it starts with one day');
select is((test.stored('erin')).last_amnesty_id, 5, 'and has it in force from the start');

-- A longest streak is never lowered, and points are never taken.
select test.sign_in('frank');
select test.check_in_daily('2026-06-01 12:00+00', 7);
select test.check_in_daily('2026-06-09 12:00+00', 3);
select set_config('test.before', pg_temp.streak(), false);
select pg_temp.declare('2026-06-08', '2026-06-08');
select is(current_setting('test.before') || ', ' || pg_temp.streak(), 'done_today 10 10 0, done_today 10 10 1', 'a run that a freeze had saved is as long as before');
select is((select (m.state).points from app_public.me() as m), (test.stored('frank')).points, 'and points stay');

-- A run that has ended stays ended when an earlier day is excused that had not ended it.
select test.sign_in('grace');
select test.check_in_daily('2026-07-01 12:00+00', 7);
select test.check_in_at('2026-07-09 12:00+00');
select test.set_clock('2026-07-14 12:00+00');
select pg_temp.declare('2026-07-08', '2026-07-08');
select is(pg_temp.streak(), 'broken 0 8 1', 'a run that ended on other days stays ended, though a freeze comes back');
select is((select ((c.state).streak).current from test.check_in_at('2026-07-14 18:00+00') as c), 1, 'and a new one begins');
