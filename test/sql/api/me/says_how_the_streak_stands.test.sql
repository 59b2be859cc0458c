select plan(17);
create function pg_temp.status_at(at timestamptz)
returns text
language sql volatile
return (select concat_ws(' ', (s.streak).status, (s.streak).current, (s.streak).longest, (s.streak).freezes) from test.state_at(status_at.at) as s);

select test.sign_in('alice');
select is(pg_temp.status_at('2026-03-01 11:00+00'), 'none 0 0 0', 'none before the first check-in');
select app_public.bootstrap() is null;
select is(pg_temp.status_at('2026-03-01 11:00+00'), 'none 0 0 0', 'after a bootstrap too');
select test.check_in_at('2026-03-01 12:00+00') is null;
select is(pg_temp.status_at('2026-03-01 23:59:59+00'), 'done_today 1 1 0', 'done_today until the end of the day');
select is(pg_temp.status_at('2026-03-02 00:00+00'), 'at_risk 1 1 0', 'at_risk from the next one on');
select is(pg_temp.status_at('2026-03-03 01:59:59+00'), 'at_risk 1 1 0', 'while yesterday is within its grace');
select is(pg_temp.status_at('2026-03-03 02:00+00'), 'broken 0 1 0', 'broken when the grace is over');
select is(pg_temp.status_at('2027-03-03 02:00+00'), 'broken 0 1 0', 'and for ever');
select test.check_in_at('2026-03-05 12:00+00') is null;
select is(pg_temp.status_at('2026-03-05 12:00+00'), 'done_today 1 1 0', 'a new run makes it done_today again');

-- The late check-in of yesterday leaves today open.
select test.check_in_at('2026-03-07 01:00+00', '2026-03-06') is null;
select is(pg_temp.status_at('2026-03-07 01:00+00'), 'at_risk 2 2 0', 'after a late check-in today is still to be done');

select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select is(pg_temp.status_at('2026-03-16 01:59:59+00'), 'at_risk 14 14 2', 'while a missed day is within its grace its freeze is not used');
select is(pg_temp.status_at('2026-03-16 02:00+00'), 'protected 14 14 1', 'protected when a freeze covers a day that has ended');
select is(pg_temp.status_at('2026-03-17 02:00+00'), 'protected 14 14 0', 'by two of them');
select is(pg_temp.status_at('2026-03-18 01:59:59+00'), 'protected 14 14 0', 'to the last second of the grace of the day after');
select is(pg_temp.status_at('2026-03-18 02:00+00'), 'broken 0 14 0', 'then the run has ended');
select is((test.stored('bob')).run_length, 14, 'all that without having been stored');

select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00') is null;
select is(pg_temp.status_at('2026-03-09 13:00+00'), 'done_today 8 8 0', 'done_today once the day after the frozen one is checked in');
select is(pg_temp.status_at('2026-03-10 13:00+00'), 'at_risk 8 8 0', 'at_risk the day after that: nothing has just been saved');
