select plan(10);
-- All that there is to read, with whether anything was written by it.
create function pg_temp.reads(subject text, at timestamptz)
returns text
language plpgsql volatile
as $$
declare
  v_before constant text := test.fingerprint();
  v_streak app_public.streak;
begin
  perform test.sign_in(subject);
  perform test.set_clock(reads.at);
  perform from app_public.me() as m, app_public.me_calendar(m, '2026-02-01', '2026-04-30'), app_public.me_rewards(m);
  perform from app_public.me() as m, app_public.me_journal(m), app_public.me_owned_rewards(m);
  v_streak := ((app_public.me()).state).streak;
  return concat_ws(' ', v_streak.status, v_streak.current, case when test.fingerprint() <> v_before then 'and wrote' end);
end
$$;

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select app_public.pause_streak('2026-03-10') is null;
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_at('2026-03-09 12:00+00');
select is(pg_temp.reads('alice', '2026-03-07 18:00+00'), 'done_today 7', 'reading before a pause writes nothing');
select is(pg_temp.reads('alice', '2026-03-09 12:00+00'), 'paused 7', 'nor under it');
select is(pg_temp.reads('alice', '2026-03-11 12:00+00'), 'at_risk 7', 'nor after it');
select is(pg_temp.reads('alice', '2026-03-12 12:00+00'), 'protected 7', 'nor with a freeze to be used then');
select is(pg_temp.reads('alice', '2026-03-14 12:00+00'), 'broken 0', 'nor with a repair to be offered');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-11', '2026-03-13', 'Another outage.') is null;
select app_public.declare_amnesty('2026-03-08', '2026-03-08', 'Outage.') is null;
select is(pg_temp.reads('alice', '2026-03-14 12:00+00'), 'at_risk 7', 'nor with an amnesty that restores a run');
select is(pg_temp.reads('bob', '2026-03-14 12:00+00'), 'protected 8', 'nor with one that sets a freeze free, and another one');
select is(pg_temp.reads('nobody', '2026-03-14 12:00+00'), 'none 0', 'nor for who is not there');
select is((select count(*) from app_private.user_states), 0::bigint, 'who is not there after it');
select test.sign_in('alice');
select is((select row(s.sequence_number, s.last_amnesty_id, s.last_marked_day)::text from test.stored('alice') as s), '(10,0,2026-03-07)', 'what is stored is as the last command left it');
