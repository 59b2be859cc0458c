create or replace function app_private.replay(user_id uuid)
returns setof app_private.difference
language plpgsql stable
as $$
declare
  v_all app_private.replayed_journal;
  v_last bigint;
  v_stored app_private.user_states;
  v_counted app_private.user_states;
begin
  begin
    v_all := app_private.replay_journal(user_id, null);
  exception when data_exception or case_not_found then
    -- What cannot even be read is found entry by entry, and hides nobody else.
    return next app_private.unreadable_entry(user_id);
    return;
  end;
  v_last := (v_all.state).sequence_number;
  return query select d.* from unnest(v_all.differences) as d;

  if exists (
    select from app_private.users as u join app_public.journal_entries as e on e.user_id = u.user_id and e.sequence_number = 1
    where u.user_id = replay.user_id and u.created_at <> e.occurred_at
  ) then
    return next row(1, 'The user was not created when the entry says.')::app_private.difference;
  end if;

  select s.* into v_stored from app_private.user_states as s where s.user_id = replay.user_id;
  if (v_all.told_state).user_id is not null and v_stored is not distinct from v_all.told_state then
    v_all.state := v_all.told_state;
    v_all.marks := v_all.told_marks;
  end if;
  if v_stored is distinct from v_all.state then
    return next row(v_last, case
      when v_last is null then 'The journal has no entry.'
      when v_stored.user_id is null then 'There is no state.'
      else 'The state is not what the journal makes of it: ' || app_rules.record_difference(to_jsonb(v_stored), to_jsonb(v_all.state))
    end)::app_private.difference;
  end if;

  -- What the entries say of the streak one by one is what the calendar says at once.
  v_counted := v_all.state;
  v_counted.longest_streak := 0;
  v_counted := app_rules.after_marks(v_counted, app_rules.calendar(v_all.marks), null);
  if v_counted.longest_streak <> (v_all.state).longest_streak or (v_all.state).run_length > 0
    and (v_counted.run_length, v_counted.run_started_on) is distinct from ((v_all.state).run_length, (v_all.state).run_started_on)
  then
    return next row(v_last, 'The streak is not that of the calendar.')::app_private.difference;
  end if;

  return query
  select coalesce(m.sequence_number, s.sequence_number), format('The mark of %s %s',
    app_rules.iso_date(coalesce(m.day, s.day)), case
      when m.day is null then 'is by no entry.'
      when s.day is null then 'is missing.'
      else 'is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(s), to_jsonb(m))
    end)
  from unnest(v_all.marks) as m
  full join (select d.* from app_private.day_marks as d where d.user_id = replay.user_id) as s on s.day = m.day
  where s is distinct from m
  order by coalesce(m.day, s.day);

  return query select d.* from app_private.reward_differences(replay.user_id) as d;
end
$$;

comment on function app_private.replay(uuid) is
  'Proves a user: folds the journal through the rules, each entry under the rule version it happened in, and returns what is stored otherwise in journal, state, calendar, unlocks and claims. No row: proven. Writes nothing.';
