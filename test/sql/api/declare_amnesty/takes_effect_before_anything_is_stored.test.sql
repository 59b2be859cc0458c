select plan(29);
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
create function pg_temp.journal(since bigint)
returns text
language sql stable
return (select string_agg(concat_ws(' ', e.sequence_number, e.kind, e.day, to_char(e.occurred_at at time zone 'UTC', 'MM-DD HH24:MI')), ', ' order by e.sequence_number)
  from app_public.journal_entries as e where e.sequence_number > journal.since);
-- What is stored of a user: state, calendar and journal, as one value.
create function pg_temp.stored_of(subject text)
returns text
language sql stable security definer
return (select md5(concat_ws('|', s, (select string_agg(d::text, ',' order by d.day) from app_private.day_marks as d where d.user_id = s.user_id),
    (select string_agg(e::text, ',' order by e.sequence_number) from app_public.journal_entries as e where e.user_id = s.user_id)))
  from test.stored(stored_of.subject) as s);
-- A run of three days that ended on the 4th and 5th, which are then excused on the 6th, at 18:00.
create function pg_temp.excused(subject text)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.check_in_daily('2026-03-01 12:00+00', 3);
end
$$;
select test.add_reward('{"id": "four", "gives_points": 1, "auto_claim": true}', '{"current_streak": 4}');
select pg_temp.excused(u.subject) is null from unnest('{alice,bob,carol,dave,erin,frank,grace}'::text[]) as u(subject);
select test.set_clock('2026-03-06 18:00+00');
select test.sign_in('alice');
select set_config('test.before', pg_temp.stored_of('alice'), false);
select pg_temp.declare('2026-03-04', '2026-03-05');

-- Shown at once, stored by nobody.
select is((select row((m.state).streak.status, (m.state).streak.current, (m.state).sequence_number)::text from app_public.me() as m), '(at_risk,3,5)',
  'me shows it at once, as of the last entry that there is');
select is((select string_agg(concat_ws(' ', c.day, c.mark, c.marked_at, c.reason), ', ' order by c.day) from app_public.me() as m, app_public.me_calendar(m, '2026-03-04', '2026-03-05') as c),
  '2026-03-04 amnesty Excused by an amnesty: Outage., 2026-03-05 amnesty Excused by an amnesty: Outage.', 'the calendar too, with no time of marking yet');
select is((select string_agg(r.reward_id, ' ' order by r.reward_id) from app_public.me() as m, app_public.me_rewards(m) as r, unnest(r.progress) as p
    where p.metric = 'current_streak' and p.current = 3), 'four streak_3 streak_30 streak_7 weekly_five', 'and the progress of rewards');
select is(pg_temp.journal(5), null, 'the journal has no entry of it yet');
select is(pg_temp.stored_of('alice'), current_setting('test.before'), 'nothing of the user is stored by the declaration, or by reading');

-- The next command stores it, as one entry before its own, dated at the declaration.
select test.check_in_at('2026-03-06 20:00+00');
select is(pg_temp.journal(4), '5 check_in 2026-03-03 03-03 12:00, 6 amnesty 2026-03-06 03-06 18:00, 7 check_in 2026-03-06 03-06 20:00, 8 claim 2026-03-06 03-06 20:00',
  'a check-in stores it first, as it was at the declaration');
select is((select row(e.asked, e.run_length, e.last_marked_day, e.last_day, e.last_amnesty_id)::text from app_public.journal_entries as e where e.kind = 'amnesty'),
  row('{"amnesty_id": 1}'::jsonb, 3, '2026-03-05'::date, '2026-03-03'::date, 1)::text, 'which names the amnesty, and is no engagement of the user');
select is((select string_agg(distinct concat_ws(' ', c.mark, c.marked_at = '2026-03-06 18:00+00'), ', ') from app_public.me() as m, app_public.me_calendar(m, '2026-03-04', '2026-03-05') as c),
  'amnesty t', 'the days are marked as of then');
select is((select row(u.reward_id, u.sequence_number)::text from app_private.reward_unlocks as u where u.reward_id = 'four'), '(four,7)', 'unlocks are those of the command');
select test.check_in_at('2026-03-06 21:00+00');
select is((test.stored('alice')).sequence_number, 8::bigint, 'it is stored once');

-- Months later as well: dated at the declaration, and the run ended after it.
select test.sign_in('bob');
select is((test.state_at('2026-05-20 12:00+00')).streak.current, 0, 'who stays away loses the restored run as any other');
select test.check_in_at('2026-05-20 12:00+00');
select is(pg_temp.journal(5), '6 amnesty 2026-03-06 03-06 18:00, 7 check_in 2026-05-20 05-20 12:00', 'and the entry is dated at the declaration all the same');

-- Every command does so, a repeat too, a refused one does not.
select test.sign_in('carol');
select test.set_clock('2026-03-06 20:00+00');
select app_public.claim_reward('streak_3') is null;
select is(pg_temp.journal(5), '6 amnesty 2026-03-06 03-06 18:00, 7 claim 2026-03-06 03-06 20:00', 'a claim stores it');
select test.sign_in('dave');
select test.set_clock('2026-03-06 20:00+00');
select app_public.update_settings(day_start_hour => 4) is null;
select is(pg_temp.journal(5), '6 amnesty 2026-03-06 03-06 18:00, 7 settings 2026-03-06 03-06 20:00', 'a change of settings does');
select test.sign_in('erin');
select test.set_clock('2026-03-06 20:00+00');
select app_public.pause_streak('2026-03-08') is null;
select is(pg_temp.journal(5), '6 amnesty 2026-03-06 03-06 18:00, 7 pause 2026-03-06 03-06 20:00', 'a pause does, of the run that it restored');
select test.sign_in('frank');
select test.set_clock('2026-03-08 12:00+00');
select set_config('test.before', pg_temp.stored_of('frank'), false);
select is(test.refusal($$select app_public.repair_streak('2026-03-05')$$), 'RP001', 'a day that was excused cannot be repaired');
select is(pg_temp.stored_of('frank'), current_setting('test.before'), 'and a refused command stores nothing');
select is((select c.already_checked_in from app_public.check_in('2026-03-03') as c), true, 'a repeat of an earlier check-in');
select is(pg_temp.journal(5), '6 amnesty 2026-03-06 03-06 18:00', 'stores it alone');
select is((select (m.state).streak.status from app_public.me() as m), 'broken'::app_public.streak_status, 'while the day missed since is settled only when read');
select app_public.bootstrap() is null;
select is((test.stored('frank')).sequence_number, 6::bigint, 'a bootstrap of who is there stores nothing');

-- Two amnesties: an entry for each, in order, each at its own time.
select test.sign_in('grace');
select is((test.state_at('2026-03-09 12:00+00')).streak.current, 0, 'a run restored, and ended by the days after');
select pg_temp.declare('2026-03-06', '2026-03-08');
select is((select (m.state).streak.current from app_public.me() as m), 3, 'another amnesty restores it again');
select test.check_in_at('2026-03-09 18:00+00');
select is(pg_temp.journal(5), '6 amnesty 2026-03-06 03-06 18:00, 7 amnesty 2026-03-09 03-09 12:00, 8 check_in 2026-03-09 03-09 18:00, 9 claim 2026-03-09 03-09 18:00', 'each has an entry of its own, in order');
select is((select array_agg(e.asked ->> 'amnesty_id' || ' ' || e.run_length order by e.sequence_number) from app_public.journal_entries as e where e.kind = 'amnesty'), '{1 3,2 3}'::text[], 'each by its number');

-- Not before the last command: a clock that goes back.
select test.sign_in('heidi');
select test.check_in_daily('2026-04-01 12:00+00', 3);
select test.check_in_at('2026-04-05 12:00+00');
select test.set_clock('2026-04-05 10:00+00');
select pg_temp.declare('2026-04-04', '2026-04-04');
select is((select row((m.state).streak.current, (m.state).as_of)::text from app_public.me() as m), row(4, '2026-04-05 12:00+00'::timestamptz)::text, 'by a clock that is behind, it takes effect all the same');
select test.check_in_at('2026-04-06 12:00+00');
select is(pg_temp.journal(6), '7 amnesty 2026-04-05 04-05 12:00, 8 check_in 2026-04-06 04-06 12:00, 9 claim 2026-04-06 04-06 12:00', 'and is dated no earlier than the command before it');

-- It unlocks nothing itself: what the restored run has earned waits for the next command.
select test.sign_in('ivan');
select test.check_in_daily('2026-06-01 12:00+00', 2);
select test.check_in_daily('2026-06-04 12:00+00', 2);
select pg_temp.declare('2026-06-03', '2026-06-03');
select app_public.check_in('2026-06-05') is null;
select is((select array_agg(u.reward_id) from app_private.reward_unlocks as u), '{first_check_in}'::text[], 'a repeat that stores it unlocks nothing');
select app_public.update_settings(day_start_hour => 4) is null;
select is((select array_agg(u.reward_id order by u.reward_id) from app_private.reward_unlocks as u), '{first_check_in,four,streak_3}'::text[], 'the next command does');
