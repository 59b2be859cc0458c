create or replace function app_private.mark_freezes(before app_private.user_states, after app_private.user_states, used int)
returns void
language sql volatile
begin atomic
  insert into app_private.day_marks
    (user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number)
  select after.user_id, before.last_marked_day + n.k, 'freeze', after.last_occurred_at,
    before.zone, before.day_start_hour, after.rule_version_id, after.sequence_number
  from generate_series(1, mark_freezes.used) as n(k);
end;

comment on function app_private.mark_freezes(app_private.user_states, app_private.user_states, int) is
  'Marks the days after the last marked one that freezes covered, under the settings of before.';
