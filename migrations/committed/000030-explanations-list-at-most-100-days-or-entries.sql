--! Previous: sha1:fb571322d39a324bea907e77058e9e9282ca5f2a
--! Hash: sha1:e2be10138756afd9604f6ce6937334d744bbbd66
--! Message: Explanations list at most 100 days or entries

-- Explanations list at most 100 days or entries, and word no others.
drop function app_private.balance_changes(uuid, app_public.balance);
alter type app_public.streak_explanation add attribute day_count int;
comment on column app_public.streak_explanation.days is
  E'@notNull\nThe last 100 days of the run, oldest first; of a run that has ended, the missed day too.';
comment on column app_public.streak_explanation.day_count is E'@notNull\nHow many days the run has in all.';
--! Included private/balance_changes.sql
create or replace function app_private.balance_changes(user_id uuid, balance app_public.balance, last int)
returns setof app_public.balance_entry
language sql stable rows 100
begin atomic
  select e.sequence_number, e.occurred_at, e.day, e.kind,
    case when row_number() over (order by e.sequence_number desc) <= last then
      app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked)) end,
    case balance when 'energy' then e.energy_refilled else 0 end::bigint,
    case balance when 'energy' then e.energy_delta else e.points_delta end,
    case balance when 'energy' then e.energy else e.points end
  from app_public.journal_entries as e
  where e.user_id = balance_changes.user_id
    and case balance when 'energy' then e.energy_delta <> 0 or e.energy_refilled <> 0 else e.points_delta <> 0 end
  union all
  -- Amnesties give back points before any command stores it; energy they leave as it is.
  select null, (t.after).last_occurred_at, (t.after).last_day, 'amnesty',
    app_rules.entry_words('amnesty', null, null, null, a.reason),
    0, (t.after).points - (t.settled).points, (t.after).points
  from app_private.user_states as s,
    lateral app_private.amnesty_steps(s) as t
    join app_private.amnesties as a on a.id = t.amnesty_id
  where s.user_id = balance_changes.user_id and balance = 'points' and (t.after).points <> (t.settled).points
  order by 1 desc nulls first, 2 desc;
end;

grant execute on function app_private.balance_changes to app_user;
comment on function app_private.balance_changes(uuid, app_public.balance, int) is
  'The journal entries that changed a balance of a user, latest first, and what amnesties have given back since; the last ones in words.';
--! EndIncluded private/balance_changes.sql
--! Included private/balance_explanation.sql
create or replace function app_private.balance_explanation(
  user_id uuid, balance app_public.balance, last int, at timestamptz
)
returns app_public.balance_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_energy constant app_public.energy := (app_private.present(v_state)).energy;
  v_stored app_private.user_states;
  v_changes app_public.balance_entry[];
  v_of app_public.balance_explanation;
begin
  if (last between 1 and 100) is not true then
    perform app_private.refuse('QT001', 'An explanation lists 1 to 100 entries.',
      'Ask for the last 100 at most; the journal has all of them.');
  end if;
  select s.* into v_stored from app_private.user_states as s where s.user_id = balance_explanation.user_id;
  v_changes := array(select c from app_private.balance_changes(user_id, balance, last) as c);

  if balance = 'energy' then
    v_of.current := v_state.energy;
    v_of.refilled_since := v_state.energy - coalesce(v_stored.energy, v_state.energy);
    v_of.max := v_energy.max;
    v_of.next_at := v_energy.next_at;
    v_of.full_at := v_energy.full_at;
  else
    v_of.current := v_state.points;
    v_of.refilled_since := 0;
  end if;
  v_of.parts := app_rules.balance_parts(v_changes,
    case when v_stored.user_id is null then v_of.current else 0 end, v_of.refilled_since);
  v_of.entries := v_changes[:last];
  v_of.entry_count := cardinality(v_changes);
  v_of.text := app_rules.balance_words(balance, v_of, v_state.zone) || coalesce((
    select E'\n\n' || string_agg(app_rules.balance_entry_line(v_of.entries[n.k], v_state.zone), E'\n' order by n.k)
    from generate_subscripts(v_of.entries, 1) as n(k)), '');
  return v_of;
end
$$;

grant execute on function app_private.balance_explanation to app_user;
comment on function app_private.balance_explanation(uuid, app_public.balance, int, timestamptz) is
  'Why a balance of a user is what it is as of an instant, with the last entries that changed it, 100 at most.';
--! EndIncluded private/balance_explanation.sql
--! Included private/streak_explanation.sql
create or replace function app_private.streak_explanation(user_id uuid, at timestamptz)
returns app_public.streak_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_streak constant app_public.streak := (app_private.present(v_state)).streak;
  v_run constant app_private.run_day[] := array(select d from app_private.run_days(v_state) as d);
  v_told constant app_private.run_day[] := v_run[greatest(cardinality(v_run) - 99, 1):];
  v_missed app_public.streak_day;
  v_explanation app_public.streak_explanation;
begin
  v_explanation.days := array(
    select row(d.day, d.mark, d.mark in ('check_in', 'late'), d.streak, app_rules.run_day_why(d), app_rules.run_day_otherwise(d),
      d.zone, d.day_start_hour, d.rule_version_id, d.marked_at, d.sequence_number)::app_public.streak_day
    from unnest(v_told) as d);
  v_explanation.day_count := cardinality(v_run);
  if v_state.check_ins = 0 then
    v_explanation.text := 'Your streak is 0: you have not checked in yet.';
    return v_explanation;
  elsif v_state.run_length > 0 then
    v_explanation.text := app_rules.streak_words(v_streak, v_run, v_state.zone, v_state.points);
  else
    v_missed := app_private.missed_day(v_state, v_run);
    v_explanation.days := v_explanation.days || v_missed;
    v_explanation.text := app_rules.lost_streak_words(v_streak, v_run, v_missed,
      (app_private.rules_at(v_state.last_occurred_at)).repair_within_days, v_state.points);
  end if;
  if cardinality(v_told) < cardinality(v_run) then
    v_explanation.text := v_explanation.text
      || format(' These are the last %s of its %s days.', cardinality(v_told), cardinality(v_run));
  end if;
  v_explanation.text := v_explanation.text || (
    select E'\n\n' || string_agg(app_rules.run_day_line(d), E'\n' order by d.day) from unnest(v_told) as d);
  return v_explanation;
end
$$;

grant execute on function app_private.streak_explanation to app_user;
comment on function app_private.streak_explanation(uuid, timestamptz) is
  'Why a user''s streak is what it is as of an instant, with the last 100 days of its run.';
--! EndIncluded private/streak_explanation.sql
--! Included api/me_explain_streak.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_streak(me app_public.me)
returns app_public.streak_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.streak_explanation(me.user_id, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_streak to app_user;
comment on function app_public.me_explain_streak(app_public.me) is
  E'@behavior -queryField\n@notNull\nWhy the streak is what it is: each of the last 100 days of the run, its mark, why, and what would have happened otherwise. Without a live run, of the last one, and of the missed day that ended it.';
--! EndIncluded api/me_explain_streak.sql
--! Included api/me_explain_balance.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_balance(me app_public.me, balance app_public.balance, last int default 50)
returns app_public.balance_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.balance_explanation(me.user_id, balance, last, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_balance to app_user;
comment on function app_public.me_explain_balance(app_public.me, app_public.balance, int) is
  E'@behavior -queryField\n@notNull\nWhy there are so many points or so much energy: what was added and what was taken, which adds up to the balance, and the last entries that changed it (by default 50, at most 100).\n\nErrors: INVALID_AMOUNT.';
--! EndIncluded api/me_explain_balance.sql
--! Included ops/explain_streak.sql
create or replace function app_private.explain_streak(user_id uuid)
returns setof app_public.streak_day
language sql stable rows 30
begin atomic
  select d.* from unnest((app_private.streak_explanation(user_id, null)).days) as d;
end;

comment on function app_private.explain_streak(uuid) is
  'The last 100 days of a user''s live or last run, each with its mark, why, and what would have happened otherwise. In words to the user: (streak_explanation(user_id, clock())).text.';
--! EndIncluded ops/explain_streak.sql
--! Included ops/explain_balance.sql
create or replace function app_private.explain_balance(user_id uuid, balance app_public.balance, last int default 50)
returns app_public.balance_explanation
language plpgsql stable
as $$
begin
  return app_private.balance_explanation(user_id, balance, last, null);
end
$$;

comment on function app_private.explain_balance(uuid, app_public.balance, int) is
  'Why a user has so many points or so much energy, and the last entries that changed it, 100 at most.';
--! EndIncluded ops/explain_balance.sql
