create or replace function app_rules.otherwise_mark(
  mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes int, place int
)
returns app_public.mark
language sql immutable parallel safe
return case
  when mark in ('freeze', 'repair') then null
  when mark = 'travel' and without_hours then 'travel'
  when mark in ('check_in', 'late') and paused then 'pause'
  when mark <> 'amnesty' and excused then 'amnesty'
  when mark = 'amnesty' and repaired then 'repair'
  when freezes >= place then 'freeze'
end::app_public.mark;

comment on function app_rules.otherwise_mark(app_public.mark, boolean, boolean, boolean, boolean, int, int) is
  'What would bridge a day of a run if it had not the mark that it has; null when the run would have ended. without_hours: the clock skips it; paused, excused, repaired: a pause was open, an amnesty names it, it had been repaired; freezes: granted before it, and there; place: which it is of the days that they might have covered.';
