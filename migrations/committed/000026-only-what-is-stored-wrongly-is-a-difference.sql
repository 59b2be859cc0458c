--! Previous: sha1:b5b21d2873d71376b0ce40c33a5bf25a44298d6a
--! Hash: sha1:2ec49734da4e1d6a3cec22fea242bafec686b9d8
--! Message: only what is stored wrongly is a difference

-- Only what is stored wrongly is a difference; whatever else fails is no proof.
--! Included private/unreadable_entry.sql
create or replace function app_private.unreadable_entry(user_id uuid)
returns app_private.difference
language plpgsql stable
as $$
declare
  v_sequence_number bigint;
begin
  for v_sequence_number in
    select e.sequence_number from app_public.journal_entries as e
    where e.user_id = unreadable_entry.user_id order by e.sequence_number
  loop
    begin
      perform app_private.replay_journal(user_id, v_sequence_number);
    exception when data_exception or case_not_found then
      return row(v_sequence_number, 'The entry cannot be read: ' || sqlerrm || '.')::app_private.difference;
    end;
  end loop;
  return row(null, 'The journal cannot be read.')::app_private.difference;
end
$$;

comment on function app_private.unreadable_entry(uuid) is
  'The first entry of a user''s journal whose words or numbers are none, so that no rule can be asked.';
--! EndIncluded private/unreadable_entry.sql
--! Included ops/replay.sql
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
--! EndIncluded ops/replay.sql
