-- Invoker: row-level security decides what is read. Days that the next command would settle are
-- shown settled, without being stored.
create or replace function app_public.me_calendar(me app_public.me, since date default null, until date default null)
returns setof app_public.calendar_day
language plpgsql stable rows 30
set search_path = pg_catalog, pg_temp
as $$
declare
  v_today constant date := (me.state).today;
  v_until constant date := coalesce(until, v_today);
  v_since constant date := coalesce(since, v_until - 29);
  v_settled constant app_private.user_states := app_private.state_as_of(me.user_id, (me.state).as_of);
  v_unstored constant app_private.marked_day[] := app_private.unstored_marks(v_settled);
  v_joined_on constant date := (
    select e.day from app_public.journal_entries as e where e.user_id = me.user_id and e.sequence_number = 1);
  v_late_from constant date := greatest(
    v_today - 1 + app_rules.is_day_without_hours(v_today - 1, v_settled.zone, v_settled.day_start_hour)::int,
    v_settled.last_marked_day + 1 + (v_settled.run_length = 0)::int,
    app_private.ended_through((me.state).as_of, v_settled.zone, v_settled.day_start_hour) + 1);
begin
  if v_until not between v_since and v_since + 365 or not isfinite(v_until) then
    perform app_private.refuse('CA001', 'A calendar shows 1 to 366 days.',
      'Let since be at most 365 days before until.');
  end if;

  return query
  select d.day, k.mark, coalesce(k.mark in ('check_in', 'late'), false),
    app_rules.day_reason(k.mark, d.day, v_today, v_late_from, v_joined_on,
      v_settled.run_length > 0 and d.day between v_settled.paused_from and v_settled.paused_until,
      (select a.reason from app_private.amnesties as a where d.day between a.first_day and a.last_day order by a.id desc limit 1)),
    s.marked_at, s.zone, s.day_start_hour, s.rule_version_id
  from (select v_since + n.k as day from generate_series(0, v_until - v_since) as n(k)) as d
  left join unnest(v_unstored) as u on u.day = d.day
  left join app_private.day_marks as m on m.user_id = me.user_id and m.day = d.day
  cross join lateral (select coalesce(u.mark, m.mark) as mark) as k
  -- An amnesty that is not stored yet takes the place of a stored mark.
  left join lateral (select m.marked_at, m.zone, m.day_start_hour, m.rule_version_id where u.day is null) as s on true
  order by d.day;
end
$$;

grant execute on function app_public.me_calendar to app_user;
comment on function app_public.me_calendar(app_public.me, date, date) is
  E'@behavior -queryField +list -connection\n@notNull\nThe days from since to until, each with its mark and the reason: by default the last 30 days, at most 366.\n\nErrors: CALENDAR_TOO_LONG.';
