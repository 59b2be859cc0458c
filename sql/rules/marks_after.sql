create or replace function app_rules.marks_after(
  marks app_private.day_marks[], entry app_public.journal_entries, before app_private.user_states, made app_private.marked_day[]
)
returns app_private.day_marks[]
language plpgsql immutable parallel safe
as $$
declare
  v_made app_private.day_marks[];
begin
  if cardinality(made) = 0 then
    return marks;
  end if;
  if cardinality(made) = 1 and entry.kind <> 'amnesty' then
    return marks || app_rules.mark_made(entry, before, made[1]);
  end if;
  v_made := array(select m from app_rules.marks_made(entry, before, made) as m);
  if entry.kind = 'amnesty' then
    return array(select m from unnest(marks) as m where m.day <> all (array(select n.day from unnest(v_made) as n))) || v_made;
  end if;
  return marks || v_made;
end
$$;

comment on function app_rules.marks_after(
  app_private.day_marks[], app_public.journal_entries, app_private.user_states, app_private.marked_day[]
) is 'The marks of a calendar once an entry has made some: only an amnesty takes the place of others. In no order.';
