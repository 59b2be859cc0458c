create or replace function app_rules.after_marks(
  state app_private.user_states, calendar app_private.marked_day[], missed_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
  v_run record;
begin
  for v_run in
    select max(d.day) as last_day,
      count(*) filter (where d.mark in ('check_in', 'late')) as length,
      min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on
    from (select c.*, c.day - row_number() over (order by c.day)::int as block from unnest(calendar) as c) as d
    group by d.block
    order by d.block
  loop
    v_after.last_marked_day := v_run.last_day;
    v_after.run_length := v_run.length;
    v_after.run_started_on := v_run.started_on;
    v_after.longest_streak := greatest(v_after.longest_streak, v_run.length);
  end loop;
  if v_after.last_marked_day < missed_through then
    v_after.run_length := 0;
    v_after.run_started_on := null;
  end if;
  v_after.last_freeze_day := (select max(c.day) from unnest(calendar) as c where c.mark = 'freeze');
  return v_after;
end
$$;

comment on function app_rules.after_marks(app_private.user_states, app_private.marked_day[], date) is
  'The state with its streak counted anew from the whole calendar: a run is a block of marked days without a gap, and the last one is alive unless a day through missed_through is missed.';
