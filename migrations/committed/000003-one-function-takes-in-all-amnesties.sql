--! Previous: sha1:dc845ec17cc69a13020e760ae9c9e74829b318f3
--! Hash: sha1:e31f4c5047ab82c093cd1a63f27ec85ba40a5f32
--! Message: one function takes in all amnesties

-- One function takes in all amnesties, where three did.
drop function app_private.state_with_amnesties(app_private.user_states);

--! Included private/with_amnesties.sql
create or replace function app_private.with_amnesties(state app_private.user_states)
returns app_private.amnesty_step
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.amnesty_step;
  v_step app_private.amnesty_step;
begin
  v_all.amnesty_id := app_private.last_amnesty_id();
  v_all.after := state;
  v_all.marks := '{}';
  if state.last_amnesty_id < v_all.amnesty_id then
    for v_step in select s.* from app_private.amnesty_steps(state) as s loop
      v_all.after := v_step.after;
      v_all.marks := app_rules.calendar_with(v_all.marks, v_step.marks);
    end loop;
    v_all.after.last_amnesty_id := v_all.amnesty_id;
  end if;
  return v_all;
end
$$;

grant execute on function app_private.with_amnesties to app_user;
comment on function app_private.with_amnesties(app_private.user_states) is
  'A stored state with every amnesty taken in, and the days that they mark. Writes nothing.';
--! EndIncluded private/with_amnesties.sql
--! Included private/state_as_of.sql
create or replace function app_private.state_as_of(user_id uuid, at timestamptz)
returns app_private.user_states
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_at timestamptz := at;
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = state_as_of.user_id;
  if not found then
    return app_rules.starting_state(user_id, app_private.rules_at(at), at, app_private.token_zone(), 0);
  end if;
  v_state := (app_private.with_amnesties(v_state)).after;
  v_at := greatest(at, v_state.last_occurred_at);
  return app_private.settle(v_state, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_as_of to app_user;
comment on function app_private.state_as_of(uuid, timestamptz) is
  'What the stored state has become by an instant; what bootstrap would give for a user who is not there yet. Writes nothing.';
--! EndIncluded private/state_as_of.sql
--! Included private/unstored_marks.sql
create or replace function app_private.unstored_marks(settled app_private.user_states)
returns app_private.marked_day[]
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_all app_private.amnesty_step;
  v_marks app_private.marked_day[] := '{}';
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = settled.user_id;
  if v_state.last_amnesty_id < settled.last_amnesty_id then
    v_all := app_private.with_amnesties(v_state);
    v_state := v_all.after;
    v_marks := v_all.marks;
  end if;
  return app_rules.calendar_with(v_marks, app_private.bridged_marks(v_state, settled));
end
$$;

grant execute on function app_private.unstored_marks to app_user;
comment on function app_private.unstored_marks(app_private.user_states) is
  'The days that a settled state has marked since it was stored: missed days that are bridged, and what amnesties change.';
--! EndIncluded private/unstored_marks.sql
--! Included private/amnesty_effects.sql
create or replace function app_private.amnesty_effects(first_day date, last_day date)
returns setof app_public.amnesty_effect
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_last_id constant int := app_private.last_amnesty_id();
  v_excused constant datemultirange := coalesce(app_private.excused_days(v_last_id, '-infinity'), '{}')
    + datemultirange(daterange(first_day, last_day, '[]'));
  v_state app_private.user_states;
  v_calendar app_private.marked_day[];
  v_step app_private.amnesty_step;
begin
  for v_state in
    select s.* from app_private.user_states as s
    -- A run that had ended before these days, on a day that nothing excuses, is none of theirs, unless an amnesty yet
    -- to be stored has carried it on.
    where s.check_ins > 0 and (
      s.run_length > 0 or s.last_amnesty_id < v_last_id or s.last_marked_day >= first_day - 1
      or v_excused @> s.last_marked_day + 1)
  loop
    v_step := app_private.with_amnesties(v_state);
    v_calendar := app_rules.calendar_with(app_private.calendar_of(v_state.user_id), v_step.marks);
    v_step := app_private.take_in_amnesty(v_step.after, v_calendar, v_last_id + 1, v_at, v_excused);
    if v_step.days_changed > 0 then
      return next row(
        v_state.user_id,
        (v_step.settled).run_length, (v_step.after).run_length,
        (v_step.settled).longest_streak, (v_step.after).longest_streak,
        cardinality((v_step.after).freezes) - cardinality((v_step.settled).freezes),
        (v_step.after).points - (v_step.settled).points,
        v_step.days_changed
      )::app_public.amnesty_effect;
    end if;
  end loop;
end
$$;

comment on function app_private.amnesty_effects(date, date) is
  'What an amnesty for some days would change, were it declared now: one row for each user who would be affected. Writes nothing. Reads every user who was there on these days: some thousands a second.';
--! EndIncluded private/amnesty_effects.sql
--! Included api/me_calendar.sql
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
--! EndIncluded api/me_calendar.sql
--! Included api/preview_amnesty.sql
-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.preview_amnesty(first_day date, last_day date)
returns app_public.amnesty_preview
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.amnesty_preview;
begin
  perform app_private.require_operator_id();
  select p.* into v_answer
  from app_private.preview_amnesty(preview_amnesty.first_day, preview_amnesty.last_day) as p;
  return v_answer;
end
$$;

grant execute on function app_public.preview_amnesty to app_anonymous, app_user, app_operator;
comment on function app_public.preview_amnesty(date, date) is
  E'@notNull\nFor operators: what an amnesty for firstDay through lastDay would change, were it declared now. Writes nothing. With very many users, ask the database itself: app_private.amnesty_effects.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
--! EndIncluded api/preview_amnesty.sql
