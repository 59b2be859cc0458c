--! Previous: sha1:e2874f17236de3538922e26f0900ee00f2ef4e05
--! Hash: sha1:b5b21d2873d71376b0ce40c33a5bf25a44298d6a
--! Message: amounts that no command takes, and entries that cannot be read

-- More of what tests of replay and what-if found: amounts that no command takes, entries that cannot be read, two wrong ones in a row,
-- the order of automatic claims.
--! Included private/what_if_unlocks.sql
-- What unlock_rewards stores, of rewards that are proposed and not stored.
create or replace function app_private.what_if_unlocks(
  state app_private.user_states, day date, unlocks app_private.reward_unlocks[], catalogue app_private.proposed_reward[]
)
returns app_private.reward_unlocks[]
language sql stable parallel safe
return array(
  select row(state.user_id, (c.reward).id, p.key, state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, (c.reward).claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number, null, null)::app_private.reward_unlocks
  from unnest(catalogue) with ordinality as c(reward, conditions, place),
    lateral app_rules.period_key((c.reward).repeats, what_if_unlocks.day, state.run_started_on) as p(key)
  where (c.reward).enabled
    and (c.reward).saved_at <= state.last_occurred_at
    and app_rules.window_is_open((c.reward).starts_at, (c.reward).ends_at, state.last_occurred_at)
    and p.key is not null
    and not exists (select from unnest(unlocks) as u where u.reward_id = (c.reward).id and u.period_key = p.key)
    and not exists (
      select from unnest(c.conditions) as k where (app_rules.metric_value(k.metric, state) >= k.at_least) is not true)
  order by c.place
);

comment on function app_private.what_if_unlocks(
  app_private.user_states, date, app_private.reward_unlocks[], app_private.proposed_reward[]
) is 'The unlocks that a command which led to this state would have made besides those there were, in the order of (priority, id).';
--! EndIncluded private/what_if_unlocks.sql
--! Included private/replay_amounts.sql
create or replace function app_private.replay_amounts(
  settled app_private.user_states, entry app_public.journal_entries, reversed app_public.journal_entries,
  rules app_private.rule_versions
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_it app_private.replayed_command;
  v_item_id constant text := entry.asked ->> 'item_id';
  v_quantity constant int := coalesce((entry.asked ->> 'quantity')::int, 1);
  v_held constant int := coalesce((settled.inventory ->> v_item_id)::int, 0);
  v_price constant bigint := entry.terms ->> 'price_points';
  v_gives app_public.effects;
begin
  v_it.settled := settled;
  v_it.marks := '{}';
  v_it.day := settled.last_day;
  case entry.kind
    when 'clock' then
      v_it.after := settled;
      v_it.obstacle := case when settled.clock_ahead_seconds is null then 'US004' end;
    when 'spend' then
      v_it.after := app_rules.after_spend(settled, (entry.asked ->> 'amount')::int);
      v_it.obstacle := case when (v_it.after).energy < 0 then 'NR001' when (v_it.after).energy >= settled.energy then 'QT001' end;
    when 'buy' then
      v_it.after := app_rules.after_purchase(settled, v_item_id, v_quantity, v_price);
      v_it.obstacle := case
        when v_quantity < 1 or v_price < 1 then 'QT001'
        when (v_it.after).points < 0 then 'PT001'
        when not app_rules.inventory_holds(settled.inventory, jsonb_build_object(v_item_id, v_quantity), rules.inventory_max) then 'IN001'
      end;
    when 'discard' then
      v_it.after := app_rules.after_discard(settled, v_item_id, v_quantity);
      v_it.obstacle := case when v_held < v_quantity then 'IT003' when v_quantity < 1 then 'QT001' end;
    when 'use' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_use(settled, rules, settled.last_day, v_item_id, v_gives);
      v_it.obstacle := case
        when v_held < 1 then 'IT003'
        when app_rules.after_effects(settled, rules, settled.last_day, v_gives) is not distinct from settled then 'IT004'
        else app_rules.effects_obstacle(settled, rules, v_gives)
      end;
    when 'claim', 'grant' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_effects(settled, rules, settled.last_day, v_gives);
      v_it.obstacle := case
        when least(v_gives.points, v_gives.energy, v_gives.xp, v_gives.freezes) < 0 then 'GR001'
        else app_rules.effects_obstacle(settled, rules, v_gives)
      end;
    when 'reversal' then
      v_it.after := app_rules.after_reversal(settled, rules, reversed);
      v_it.obstacle := case
        when reversed.sequence_number is null or not app_rules.is_reversible(reversed.kind)
          or reversed.sequence_number <> (entry.asked ->> 'sequence_number')::bigint then 'RV001'
        else app_rules.reversal_obstacle(settled, rules, reversed)
      end;
  end case;
  return v_it;
end
$$;

grant execute on function app_private.replay_amounts to app_user;
comment on function app_private.replay_amounts(
  app_private.user_states, app_public.journal_entries, app_public.journal_entries, app_private.rule_versions
) is 'What the rules make of an entry that gives or takes amounts: its asked and terms on a settled state. reversed: the entry that a reversal reverses.';
--! EndIncluded private/replay_amounts.sql
--! Included private/replay_entry.sql
create or replace function app_private.replay_entry(
  so_far app_private.replayed_journal, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_journal
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.replayed_journal := so_far;
  v_before app_private.user_states := so_far.state;
  v_it app_private.replayed_command;
  v_told_it app_private.replayed_command;
  v_says text;
  v_made app_private.day_marks[];
  v_told app_private.day_marks[];
begin
  if entry.kind = 'bootstrap' and entry.sequence_number = 1 then
    v_before := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
  end if;
  v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.marks, rules, versions);
  v_says := app_private.entry_difference(entry, v_before, v_it);
  -- Where neither fits, both are wrong, and the rules are gone on with.
  if v_says is not null and (so_far.told_state).user_id is not null then
    v_told_it := app_private.replay_command(so_far.told_state, entry, automatic, reversed, so_far.told_marks, rules, versions);
    if app_private.entry_difference(entry, so_far.told_state, v_told_it) is null then
      v_before := so_far.told_state;
      v_all.marks := so_far.told_marks;
      v_it := v_told_it;
      v_says := null;
    end if;
  end if;

  v_made := app_rules.marks_after(v_all.marks, entry, v_before, v_it.marks);
  v_all.told_state := null;
  v_all.told_marks := null;
  if v_says is not null then
    v_all.differences := v_all.differences || row(entry.sequence_number, v_says)::app_private.difference;
    v_all.told_state := app_rules.state_after(entry);
    v_all.told_state.clock_ahead_seconds := (v_it.after).clock_ahead_seconds;
    -- Of what is stored some may be missing, since a later amnesty took its place.
    v_told := array(
      select m from app_private.day_marks as m where m.user_id = entry.user_id and m.sequence_number = entry.sequence_number);
    v_all.told_marks := case when v_told <@ v_made then v_made else v_all.marks || v_told end;
  end if;
  v_all.marks := v_made;
  v_all.state := case when (v_it.after).user_id is not null then v_it.after else v_all.told_state end;
  v_all.state.sequence_number := entry.sequence_number;
  return v_all;
end
$$;

grant execute on function app_private.replay_entry to app_user;
comment on function app_private.replay_entry(
  app_private.replayed_journal, app_public.journal_entries, boolean, app_public.journal_entries, app_private.rule_versions,
  app_private.rule_versions[]
) is 'One step of the fold over a journal.';
--! EndIncluded private/replay_entry.sql
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
    exception when others then
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
  exception when others then
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
--! Included ops/verify_users.sql
create or replace function app_private.verify_users(first_user uuid default null, last_user uuid default null)
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable
begin atomic
  select u.user_id, d.sequence_number, d.difference
  from app_private.users as u, lateral app_private.replay(u.user_id) as d
  where (u.user_id >= first_user or first_user is null) and (u.user_id <= last_user or last_user is null)
  union all
  select o.user_id, null, format('There is no such user, and there are rows of theirs in %s.', o.place)
  from (
    select e.user_id, 'journal_entries' as place from app_public.journal_entries as e
    union all
    select m.user_id, 'day_marks' from app_private.day_marks as m
    union all
    select n.user_id, 'reward_unlocks' from app_private.reward_unlocks as n
    union all
    select c.user_id, 'reward_claims' from app_private.reward_claims as c
  ) as o
  where (o.user_id >= first_user or first_user is null) and (o.user_id <= last_user or last_user is null)
    and not exists (
      select from app_private.users as u
      where u.user_id = o.user_id and (u.user_id >= first_user or first_user is null) and (u.user_id <= last_user or last_user is null))
  group by o.user_id, o.place;
end;

comment on function app_private.verify_users(uuid, uuid) is
  'Proves the users from one id to another, both included, or all (null): what replay says of each. No row: proven. Writes nothing, and may run beside others.';
--! EndIncluded ops/verify_users.sql
--! Included ops/verify.sql
create or replace function app_private.verify()
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable
begin atomic
  select v.user_id, v.sequence_number, v.difference from app_private.verify_users() as v
  union all
  select null, null, s.difference from app_private.verify_stock() as s;
end;

comment on function app_private.verify() is
  'Proves everybody and the stock at once: what is stored otherwise than the rules make it of the journal. No row: proven. `npm run verify` does the same in batches, with progress.';
--! EndIncluded ops/verify.sql
