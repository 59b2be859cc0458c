select plan(12);
create function pg_temp.answer()
returns app_public.pause_streak_result
language sql stable
return current_setting('test.answer')::app_public.pause_streak_result;

select test.add_reward('{"id": "seven_a_week", "gives_points": 3, "auto_claim": true, "priority": 5, "repeats": "week"}', '{"current_streak": 7}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
-- The freeze of the 7th is used for the 8th, and a week has begun on the 9th: the one is settled, and what the other makes true is unlocked.
select test.set_clock('2026-03-09 12:00+00');
select set_config('test.answer', p::text, false) from app_public.pause_streak('2026-03-12') as p;

select is((select row(e.kind, e.occurred_at, e.day, e.asked, e.freezes_used, e.freezes_granted, e.check_ins_delta, e.points_delta, e.xp_delta, e.energy_delta)::text
    from app_public.journal_entries as e where e.kind = 'pause'),
  row('pause'::app_public.journal_kind, '2026-03-09 12:00+00'::timestamptz, '2026-03-09'::date, '{"until": "2026-03-12"}'::jsonb, 1, 0, 0, 0::bigint, 0::bigint, 0)::text,
  'one entry of today says what was asked, and what was settled with it');
select is((select row(e.paused_from, e.paused_until, e.run_length, e.last_marked_day, e.last_freeze_day, e.last_check_in_day)::text
    from app_public.journal_entries as e where e.kind = 'pause'),
  '(2026-03-10,2026-03-12,7,2026-03-08,2026-03-08,2026-03-07)', 'and the state after');
select is((test.stored('alice')).last_day, '2026-03-09'::date, 'it is an engagement of today');
select is((select row(d.mark, d.freeze_granted_on, d.marked_at)::text from app_private.day_marks as d where d.day = '2026-03-08'),
  row('freeze'::app_public.mark, '2026-03-07'::date, '2026-03-09 12:00+00'::timestamptz)::text, 'the missed day is marked');
select is((select count(*) from app_private.day_marks as d where d.mark = 'pause'), 0::bigint, 'those of the pause are not, before they have ended');
select is((select string_agg(u.reward_id, ' ') from unnest((pg_temp.answer()).unlocked) as u), 'seven_a_week weekly_five', 'the answer says what it unlocked');
select is((select string_agg(c.reward_id, ' ') from unnest((pg_temp.answer()).claimed) as c), 'seven_a_week', 'and what that claimed');
select is((pg_temp.answer()).state::text, (select m.state::text from app_public.me() as m), 'with the state after all of it');
select is((select array_agg(e.kind order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > 10), '{pause,claim}'::app_public.journal_kind[], 'the claim has an entry of its own');

-- Late in the grace of yesterday it is dated today, and not before an earlier command.
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-02 01:00+00');
select app_public.pause_streak('2026-03-05') is null;
select is((select e.day from app_public.journal_entries as e where e.kind = 'pause'), '2026-03-02'::date, 'after midnight it is of the new day');
select test.set_clock('2026-03-01 23:00+00');
select is((select row((p.state).as_of, (p.state).today)::text from app_public.pause_streak('2026-03-06') as p), row('2026-03-02 01:00+00'::timestamptz, '2026-03-02'::date)::text,
  'a clock that goes back does not date it before the last command');
select is((select array_agg(e.occurred_at = '2026-03-02 01:00+00') from app_public.journal_entries as e where e.kind = 'pause'), '{t,t}'::boolean[], 'in the journal neither');
