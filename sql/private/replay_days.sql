create or replace function app_private.replay_days(
  before app_private.user_states, settled app_private.user_states, entry app_public.journal_entries,
  calendar app_private.marked_day[], ended_through date, rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := entry.occurred_at;
  v_today constant date := app_rules.engagement_day(v_at, before.zone, before.day_start_hour, before.last_day);
  v_day date := entry.asked ->> 'day';
  v_until constant date := entry.asked ->> 'until';
  v_zone constant text := coalesce(entry.asked ->> 'zone', before.zone);
  v_day_start_hour constant int := coalesce((entry.asked ->> 'day_start_hour')::int, before.day_start_hour);
  v_missed_through date;
  v_it app_private.replayed_command;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'check_in' then
      v_day := coalesce(v_day, v_today);
      v_it.day := v_day;
      v_it.after := app_rules.after_check_in(settled, rules, v_day);
      v_it.marks := array[row(v_day, case when v_day < v_today then 'late' else 'check_in' end, null, null)::app_private.marked_day];
      v_it.obstacle := case when not app_rules.is_day_open(before, v_day, v_today, v_at,
        case when v_day < v_today then app_rules.deadline(v_day, before.zone, before.day_start_hour, versions) end) then 'CK001' end;
    when 'settings' then
      v_it.after := app_rules.with_settings(settled, before.last_day, v_zone, v_day_start_hour);
      v_it.day := (v_it.after).last_day;
      v_it.marks := app_rules.skipped_days(v_it.after,
        app_rules.open_from(settled, v_it.after, app_rules.ended_by(v_at, v_zone, v_day_start_hour, versions)),
        app_private.excused_days(settled.last_amnesty_id, settled.last_marked_day), rules.travel_cover_days);
      v_it.after := app_rules.after_skipped_days(v_it.after, v_it.marks);
    when 'pause' then
      v_it.after := app_rules.after_pause(settled, app_rules.pause_starts_on(settled), v_until);
      v_it.obstacle := case
        when settled.run_length = 0 then 'ST001'
        when v_until between settled.last_day + 1 and (v_it.after).paused_from + rules.pause_max_days - 1 then null
        else 'PS001'
      end;
    when 'repair' then
      v_missed_through := app_rules.missed_through(settled, ended_through);
      v_it.marks := app_rules.repair_marks(settled, calendar, v_day, v_missed_through,
        app_private.excused_days(settled.last_amnesty_id, '-infinity'), rules.repair_points);
      v_it.after := app_rules.after_repair(settled, calendar, v_it.marks, v_missed_through);
      select case
        when bool_or(m.day = v_day) is not true then 'RP001'
        when settled.last_day > max(m.day) + rules.repair_within_days then 'RP002'
        when (v_it.after).points < 0 then 'PT001'
      end into v_it.obstacle
      from unnest(v_it.marks) as m where m.mark = 'repair';
  end case;
  return v_it;
end
$$;

grant execute on function app_private.replay_days to app_user;
comment on function app_private.replay_days(
  app_private.user_states, app_private.user_states, app_public.journal_entries, app_private.marked_day[], date,
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of an entry that is about days: a check-in, a change of settings, a pause, a repair. calendar: with the days that settling has marked, asked for by repairs alone.';
