create or replace function app_rules.after_amnesty(
  state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[],
  marks app_private.marked_day[], missed_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states :=
    app_rules.after_marks(state, app_rules.calendar_with(calendar, marks), missed_through);
begin
  v_after.freezes := array(
    select f.granted_on
    from (
      select h.granted_on from unnest(state.freezes) as h(granted_on)
      union all
      (
        select r.granted_on
        from (
          select c.freeze_granted_on as granted_on
          from unnest(calendar) as c join unnest(marks) as m on m.day = c.day
          where c.mark = 'freeze'
          except all
          select m.freeze_granted_on from unnest(marks) as m where m.mark = 'freeze'
        ) as r
        order by r.granted_on
        limit greatest(rules.freezes_max - cardinality(state.freezes), 0)
      )
    ) as f
    order by f.granted_on
  );
  v_after.points := state.points + (
    select coalesce(sum(c.paid_points), 0)
    from unnest(calendar) as c join unnest(marks) as m on m.day = c.day
    where c.mark = 'repair');
  return v_after;
end
$$;

comment on function app_rules.after_amnesty(
  app_private.user_states, app_private.rule_versions, app_private.marked_day[], app_private.marked_day[], date
) is 'The settled state once an amnesty has marked days of its calendar anew: the streak is counted again, and freezes (up to the maximum) and points spent on those days come back.';
