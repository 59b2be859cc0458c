create or replace function app_rules.marks_made(
  entry app_public.journal_entries, before app_private.user_states, marks app_private.marked_day[]
)
returns setof app_private.day_marks
language sql immutable parallel safe
begin atomic
  select (app_rules.mark_made(entry, before, m)).* from unnest(marks) as m;
end;

comment on function app_rules.marks_made(
  app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The days that an entry marks, as the calendar keeps them.';
