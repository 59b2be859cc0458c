create or replace function app_rules.marks_made(
  entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]
)
returns setof app_private.day_marks
language sql immutable parallel safe
begin atomic
  select (entry).user_id, m.day, m.mark, (entry).occurred_at, before.zone, before.day_start_hour,
    (entry).rule_version_id, (entry).sequence_number, m.freeze_granted_on, m.paid_points
  from unnest(marks) as m;
end;

comment on function app_rules.marks_made(
  app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The days that an entry marks, as the calendar keeps them: under the settings of before.';
