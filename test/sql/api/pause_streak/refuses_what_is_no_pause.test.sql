select plan(27);
-- What a pause is refused for, with its hint; `nothing` when it is made, which is undone.
create function pg_temp.refusal(until text)
returns text
language plpgsql volatile
as $$
declare
  v_hint text;
begin
  perform app_public.pause_streak(until::date);
  raise exception using errcode = 'TS000';
exception
  when sqlstate 'TS000' then
    return 'nothing';
  when others then
    get stacked diagnostics v_hint = pg_exception_hint;
    return sqlstate || ' ' || v_hint;
end
$$;

select test.set_clock('2026-03-01 12:00+00');
select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);
select is(left(pg_temp.refusal('2026-03-05'), 5), 'IA001', 'whoever is signed out has no streak to pause');
select test.sign_in('alice');
select is(pg_temp.refusal('2026-03-05'), 'ST001 Check in to begin one.', 'whoever is not there yet has none either');
select is(test.fingerprint(), current_setting('test.stored'), 'and is not created by the refusal');
select app_public.bootstrap() is null;
select is(pg_temp.refusal('2026-03-05'), 'ST001 Check in to begin one.', 'nor whoever never checked in');
select is(pg_temp.refusal('2026-02-05'), 'ST001 Check in to begin one.', 'which comes before what is wrong with the days');

select test.check_in_daily('2026-03-01 12:00+00', 2);
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.refusal('2026-03-01'), 'PS001 Let until be from 2026-03-03 to 2026-04-01.', 'a pause through a day that is over is refused, and the hint says what is possible');
select is(pg_temp.refusal('2026-03-02'), 'PS001 Let until be from 2026-03-03 to 2026-04-01.', 'a pause through today too');
select is(pg_temp.refusal('2026-03-03'), 'nothing', 'one of one day is possible');
select is(pg_temp.refusal('2026-04-01'), 'nothing', 'one of 30 days is possible');
select is(pg_temp.refusal('2026-04-02'), 'PS001 Let until be from 2026-03-03 to 2026-04-01.', 'one of 31 is too long');
select is(pg_temp.refusal('infinity'), 'PS001 Let until be from 2026-03-03 to 2026-04-01.', 'one for ever too');
select is(pg_temp.refusal('-infinity'), 'PS001 Let until be from 2026-03-03 to 2026-04-01.', 'since ever as well');
select is(pg_temp.refusal(null), 'PS001 Let until be from 2026-03-03 to 2026-04-01.', 'and no day is no pause');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal writes nothing');

-- The run has to be alive, as of now.
select test.set_clock('2026-03-04 01:59:59+00');
select is(pg_temp.refusal('2026-03-05'), 'nothing', 'while yesterday is within its grace the run can be paused');
select test.set_clock('2026-03-04 02:00+00');
select is(pg_temp.refusal('2026-03-05'), 'ST001 Check in to begin one.', 'once it has ended it cannot, though nobody has settled it');
select is(test.fingerprint(), current_setting('test.stored'), 'that refusal writes nothing either');
select test.check_in_at('2026-03-04 12:00+00');
select is(pg_temp.refusal('2026-03-05'), 'nothing', 'a new run can');

-- After a pause the next one needs a check-in, though the run has been saved by freezes since.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select app_public.pause_streak('2026-03-17') is null;
select test.set_clock('2026-03-19 12:00+00');
select set_config('test.stored', test.fingerprint(), false);
select is((test.state_at('2026-03-19 12:00+00')).streak.status, 'protected'::app_public.streak_status, 'the run of someone who is away after a pause lives by a freeze');
select is(pg_temp.refusal('2026-03-25'), 'PS001 Check in before you pause again.', 'and cannot be paused a second time');
select is(test.fingerprint(), current_setting('test.stored'), 'this refusal writes nothing either');
select test.check_in_at('2026-03-19 18:00+00');
select is(pg_temp.refusal('2026-03-25'), 'nothing', 'before there is a check-in');

-- Where there is no pause at all.
select test.add_rule_version('2026-04-01 00:00+00', '{"pause_max_days": 0}');
select test.sign_in('carol');
select test.check_in_at('2026-03-31 12:00+00');
select is(pg_temp.refusal('2026-04-01'), 'nothing', 'until the version takes effect there are pauses');
select test.check_in_at('2026-04-01 12:00+00');
select is(pg_temp.refusal('2026-04-02'), 'PS001 Check in each day.', 'with pause_max_days 0 there is none');
select is(left(pg_temp.refusal('2026-04-01'), 5), 'PS001', 'not even one of no days');
select test.add_rule_version('2026-04-02 00:00+00', '{"pause_max_days": 1}');
select test.check_in_at('2026-04-02 12:00+00');
select is(pg_temp.refusal('2026-04-03'), 'nothing', 'with 1 there is one of a day');
select is(pg_temp.refusal('2026-04-04'), 'PS001 Let until be from 2026-04-03 to 2026-04-03.', 'and of no more');
