create or replace function app_rules.mark_made(
  entry app_public.journal_entries, before app_private.user_states, mark app_private.marked_day
)
returns app_private.day_marks
language sql immutable parallel safe
return row(entry.user_id, mark.day, mark.mark, entry.occurred_at, before.zone, before.day_start_hour,
  entry.rule_version_id, entry.sequence_number, mark.freeze_granted_on, mark.paid_points)::app_private.day_marks;

comment on function app_rules.mark_made(app_public.journal_entries, app_private.user_states, app_private.marked_day) is
  'A day that an entry marks, as the calendar keeps it: under the settings of before.';
