create or replace function app_private.what_if_amnesties(
  so_far app_private.what_if_course, last_amnesty_id int, versions app_private.rule_versions[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_course app_private.what_if_course := so_far;
  v_step app_private.amnesty_step;
  v_entry app_public.journal_entries;
begin
  if last_amnesty_id > (so_far.state).last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(so_far.state, last_amnesty_id, app_rules.calendar(so_far.marks), versions) as s
    loop
      v_entry := app_rules.journal_entry(v_course.state, v_step.settled, v_step.after, 'amnesty', null, null, null, null, null, null);
      v_course.marks := app_rules.marks_after(v_course.marks, v_entry, v_course.state, v_step.marks);
      v_course.state := v_step.after;
    end loop;
    v_course.state.last_amnesty_id := last_amnesty_id;
  end if;
  return v_course;
end
$$;

comment on function app_private.what_if_amnesties(app_private.what_if_course, int, app_private.rule_versions[]) is
  'How a what-if takes in the amnesties up to one.';
