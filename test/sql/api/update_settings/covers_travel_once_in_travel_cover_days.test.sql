select plan(8);
select test.add_rule_version('2026-05-01 00:00+00', '{"travel_cover_days": 3, "freeze_every_days": 100}');

-- At 20:00 in New York, where the day is open, goes to Tokyo, where it is the next one, and back at once.
create function pg_temp.run_after_skipping(day date)
returns int
language plpgsql volatile
as $$
declare
  v_run int;
begin
  perform test.set_clock((run_after_skipping.day + time '20:00') at time zone 'America/New_York');
  v_run := (((app_public.update_settings('Asia/Tokyo')).state).streak).current;
  perform app_public.update_settings('America/New_York');
  return v_run;
end
$$;
create function pg_temp.check_in_on(day date)
returns text
language sql volatile
return (select c.mark from test.check_in_at((check_in_on.day + time '12:00') at time zone 'America/New_York') as c);

select set_config('app.zone', 'America/New_York', false);
select test.sign_in('alice');
select pg_temp.check_in_on('2026-05-01');
select is(pg_temp.run_after_skipping('2026-05-02'), 1, 'the first skipped day is covered');
select pg_temp.check_in_on('2026-05-03');
select pg_temp.check_in_on('2026-05-04');
select is(pg_temp.run_after_skipping('2026-05-05'), 3, 'three days later another one is covered');
select is((test.stored('alice')).last_travel_day, '2026-05-05'::date, 'from which the days are counted anew');

select test.sign_in('bob');
select pg_temp.check_in_on('2026-05-01');
select is(pg_temp.run_after_skipping('2026-05-02'), 1, 'the first skipped day is covered');
select pg_temp.check_in_on('2026-05-03');
select is(pg_temp.run_after_skipping('2026-05-04'), 0, 'two days later another one is not');
select is((select array_agg(d.day) from app_private.day_marks as d where d.mark = 'travel'), '{2026-05-02}'::date[], 'and is not marked');

select test.sign_in('carol');
select pg_temp.check_in_on('2026-05-01');
select is(pg_temp.run_after_skipping('2026-05-02'), 1, 'the first skipped day is covered');
select is(pg_temp.run_after_skipping('2026-05-03'), 0, 'the day after it is not');
