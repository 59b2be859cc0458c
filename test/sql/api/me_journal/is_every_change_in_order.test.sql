select plan(6);
create function pg_temp.points_at(at timestamptz)
returns bigint
language sql stable
begin atomic
  select e.points from app_public.journal_entries as e
  where e.user_id = test.user_id('alice') and e.occurred_at <= points_at.at order by e.sequence_number desc limit 1;
end;

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.claim_reward('streak_3') is null;
select test.set_clock('2026-03-03 15:30+00');
select app_public.update_settings('Europe/Berlin') is null;
select test.sign_in('bob');
select test.check_in_daily('2026-03-04 12:00+00', 1);
select test.sign_in('alice');

select is((select string_agg(concat_ws(' ', j.sequence_number, j.kind, j.day), ', ') from app_public.me() as m, app_public.me_journal(m) as j),
  '7 settings 2026-03-03, 6 claim 2026-03-03, 5 check_in 2026-03-03, 4 check_in 2026-03-02, 3 claim 2026-03-01, 2 check_in 2026-03-01, 1 bootstrap 2026-03-01',
  'every command has its entry, the latest first, and nobody else''s are among them');
select is((select string_agg(j.asked::text, ', ') from app_public.me() as m, app_public.me_journal(m) as j where j.sequence_number in (2, 3, 7)),
  '{"zone": "Europe/Berlin", "day_start_hour": null}, {"reward_id": "first_check_in", "period_key": "once"}, {"day": null}', 'it says what was asked');
select is((select row(j.points_delta, j.points, j.energy_refilled, j.energy_delta, j.energy)::text from app_public.me() as m, app_public.me_journal(m) as j where j.sequence_number = 6),
  '(50,75,0,0,100)', 'what it changed, and what it was after');
select is((select row(j.energy_refilled, j.energy_delta, j.energy)::text from app_public.me() as m, app_public.me_journal(m) as j where j.sequence_number = 4),
  '(24,6,100)', 'what had refilled by itself is told apart');

-- State at any past instant is one look-up.
select is(pg_temp.points_at('2026-03-02 11:59:59+00') || ' ' || pg_temp.points_at('2026-03-02 12:00+00') || ' ' || pg_temp.points_at('2026-03-03 12:00+00'),
  '15 20 75', 'the state at a past instant is the last entry until then');
select is(pg_temp.points_at('2026-03-01 11:59+00'), null, 'before the first entry there was none');
