create or replace function app_private.run_days(state app_private.user_states)
returns setof app_private.run_day
language sql stable rows 30
begin atomic
  with now as materialized (
    select app_private.excused_days(state.last_amnesty_id, '-infinity') as excused,
      app_private.ended_through(state.last_occurred_at, state.zone, state.day_start_hour) as ended_through
  ), unstored as materialized (
    select u.* from unnest(app_private.unstored_marks(state)) as u
  ), marks as (
    select m.day, m.mark, m.zone, m.day_start_hour, m.rule_version_id, m.marked_at, m.sequence_number,
      m.freeze_granted_on, m.paid_points
    from app_private.day_marks as m
    where m.user_id = state.user_id and not exists (select from unstored as u where u.day = m.day)
    union all
    select u.day, u.mark, state.zone, state.day_start_hour, null, null, null, u.freeze_granted_on, u.paid_points
    from unstored as u
  ), blocks as (
    select m.*, m.mark in ('check_in', 'late') as counts, m.mark in ('pause', 'amnesty', 'travel') as coverable,
      m.day - row_number() over (order by m.day)::int as block from marks as m
  ), run as (
    select b.*, (count(*) filter (where b.counts) over (order by b.day))::int as streak
    from blocks as b
    where b.block = (select l.block from blocks as l order by l.day desc limit 1)
  ), placed as (
    -- A stretch: a check-in and the days without one after it. One freeze would have covered only the first of three paused days, so
    -- each has its place; an amnesty may have closed several gaps at once, with the freezes of them all.
    select r.*, daterange(min(r.day) over stretch, max(r.day) over stretch, '[]') as stretch,
      greatest(1, count(*) filter (where r.coverable) over (stretch order by r.day),
        count(*) filter (where r.coverable) over (partition by r.sequence_number order by r.day))::int as place,
      array_remove(array_agg(case when not r.counts then r.freeze_granted_on end)
        over (stretch order by r.day rows between 1 following and unbounded following), null) as used_later
    from run as r
    window stretch as (partition by r.streak)
  ), repairs as materialized (
    select r.sequence_number, (r.asked ->> 'day')::date as day, r.last_freeze_day
    from app_public.journal_entries as r where r.user_id = state.user_id and r.kind = 'repair'
  )
  select p.day, p.mark, p.streak, p.day <= now.ended_through, p.zone, p.day_start_hour, p.rule_version_id, p.marked_at,
    p.sequence_number, p.freeze_granted_on, p.paid_points, e.day, e.zone, e.day_start_hour,
    (select a.reason from app_private.amnesties as a where p.day between a.first_day and a.last_day order by a.id desc limit 1),
    app_rules.otherwise_mark(p.mark,
      p.mark = 'travel' and (app_rules.is_day_without_hours(p.day, p.zone, p.day_start_hour)
        or app_rules.is_day_without_hours(p.day, e.zone, e.day_start_hour)),
      p.day between b.paused_from and b.paused_until,
      now.excused @> p.day,
      -- Freezes had covered the first days of the gap, the repair those after.
      p.mark = 'amnesty' and exists (
        select from repairs as r
        where (r.sequence_number < p.sequence_number or p.sequence_number is null) and p.stretch @> r.day
          and (p.stretch @> r.last_freeze_day and r.last_freeze_day >= p.day) is not true),
      (
        select count(*)::int
        from unnest(case when p.day <= now.ended_through then coalesce(e.freezes, state.freezes) else state.freezes end
          || case when p.counts then '{}' else coalesce(p.used_later, '{}') end) as f(granted_on)
        where f.granted_on < p.day),
      p.place)
  from placed as p
  cross join now
  left join app_public.journal_entries as e on e.user_id = state.user_id and e.sequence_number = p.sequence_number
  left join app_public.journal_entries as b on b.user_id = state.user_id and b.sequence_number = p.sequence_number - 1 and p.counts
  order by p.day;
end;

grant execute on function app_private.run_days to app_user;
comment on function app_private.run_days(app_private.user_states) is
  'The days of a settled state''s last run, live or over, each with all that explains it.';
