select plan(10);
create function pg_temp.entries(since bigint)
returns text
language sql stable
return (select string_agg(concat_ws(' ', e.kind, e.day, e.freezes_used, e.freezes_granted, e.run_length), ', ' order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > entries.since);
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

-- In the order of the days: a pause, an excused day, a freeze.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select app_public.pause_streak('2026-03-08') is null;
select pg_temp.declare('2026-03-09', '2026-03-09');
select is((select row(c.freezes_used, c.already_checked_in, (c.state).streak.current, (c.state).streak.freezes)::text from test.check_in_at('2026-03-11 12:00+00') as c), '(1,f,8,0)',
  'a run goes on over a pause, an excused day and a missed one, for which a freeze is used');
select is((select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-03-06'),
  '03-07 check_in, 03-08 pause, 03-09 amnesty, 03-10 freeze, 03-11 check_in', 'each day is marked by what bridged it');
select is(pg_temp.entries(9), 'pause 2026-03-07 0 0 7, check_in 2026-03-11 1 0 8', 'all of it settled by the check-in');

-- What an amnesty does comes before the check-in, which answers with its own effects alone.
select test.sign_in('bob');
select test.check_in_daily('2026-04-01 12:00+00', 7);
select test.set_clock('2026-04-10 12:00+00');
select pg_temp.declare('2026-04-08', '2026-04-09');
select is((select row(c.freezes_used, (c.gave).points, (c.gave).freezes, (c.state).streak.current, (c.state).streak.freezes)::text from test.check_in_at('2026-04-10 18:00+00') as c), '(0,5,0,8,1)',
  'a check-in in a run that was restored says what it did itself');
select is(pg_temp.entries(9), 'amnesty 2026-04-10 1 1 7, check_in 2026-04-10 0 0 8', 'the freeze that was used and given back is of the amnesty');
select is((select row(c.freezes_used, c.already_checked_in, (c.state).streak.current)::text from app_public.check_in('2026-04-10') as c), '(0,t,8)', 'and a repeat answers the same');

-- A freeze that the restored run earns is granted as always.
select test.sign_in('carol');
select test.check_in_daily('2026-05-01 12:00+00', 3);
select test.check_in_daily('2026-05-05 12:00+00', 3);
select pg_temp.declare('2026-05-04', '2026-05-04');
select is((test.state_at('2026-05-07 18:00+00')).streak.current, 6, 'three and three are six by an amnesty');
select is((select row((c.state).streak.current, (c.state).streak.freezes)::text from test.check_in_at('2026-05-08 12:00+00') as c), '(7,1)', 'the next check-in is the seventh, and earns a freeze');

-- No day that an amnesty marks can be checked in any more.
select test.sign_in('dave');
select test.check_in_at('2026-06-01 12:00+00');
select test.set_clock('2026-06-03 02:00+00');
select pg_temp.declare('2026-06-02', '2026-06-02');
select throws_ok($$select app_public.check_in('2026-06-02')$$, 'CK001', null, 'an excused day that has ended cannot be checked in');
select is((select (c.state).streak.current from app_public.check_in('2026-06-03') as c), 2, 'today can');
