--! Previous: sha1:fb441d8b80379a47e171adb1c546ee87255ed221
--! Hash: sha1:641928297b5e2310da68692f82d64ce04b364c68
--! Message: more that cannot be forged

-- More that cannot be forged: what a reversal was asked to reverse, an earlier rule version, an unlock by an entry that unlocks nothing.
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
      v_it.obstacle := case when (v_it.after).energy < 0 then 'NR001' end;
    when 'buy' then
      v_it.after := app_rules.after_purchase(settled, v_item_id, v_quantity, v_price);
      v_it.obstacle := case
        when (v_it.after).points < 0 then 'PT001'
        when not app_rules.inventory_holds(settled.inventory, jsonb_build_object(v_item_id, v_quantity), rules.inventory_max) then 'IN001'
      end;
    when 'discard' then
      v_it.after := app_rules.after_discard(settled, v_item_id, v_quantity);
      v_it.obstacle := case when v_held < v_quantity then 'IT003' end;
    when 'use' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_use(settled, rules, settled.last_day, v_item_id, v_gives);
      v_it.obstacle := case when v_held < 1 then 'IT003' else app_rules.effects_obstacle(settled, rules, v_gives) end;
    when 'claim', 'grant' then
      v_gives := app_private.effects_of(entry);
      v_it.after := app_rules.after_effects(settled, rules, settled.last_day, v_gives);
      v_it.obstacle := app_rules.effects_obstacle(settled, rules, v_gives);
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
--! Included private/replay_journal.sql
-- A wrong entry is told once: the fold goes on from what the rules make of it or, where what comes after shows that this was
-- not what happened, from what the entry itself tells.
create or replace function app_private.replay_journal(user_id uuid, through bigint)
returns app_private.replayed_journal
language plpgsql stable parallel safe
as $$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_known app_private.rule_versions[];
  v_rules app_private.rule_versions;
  v_row record;
  v_entry app_public.journal_entries;
  v_missing boolean;
  v_clock_ahead_seconds bigint;
  v_all app_private.replayed_journal;
begin
  v_all.marks := '{}';
  v_all.differences := '{}';
  for v_row in
    select e as entry, c.automatic, r as reversed
    from app_public.journal_entries as e
    left join app_private.reward_claims as c
      on c.user_id = e.user_id and c.reward_id = e.asked ->> 'reward_id' and c.period_key = e.asked ->> 'period_key' and e.kind = 'claim'
    left join app_public.journal_entries as r on r.user_id = e.user_id and r.sequence_number = e.reverses
    where e.user_id = replay_journal.user_id and (e.sequence_number <= replay_journal.through or replay_journal.through is null)
    order by e.sequence_number
  loop
    v_entry := v_row.entry;
    if v_rules.id is distinct from v_entry.rule_version_id then
      if v_rules.effective_from > (select v.effective_from from unnest(v_versions) as v where v.id = v_entry.rule_version_id) then
        v_all.differences := v_all.differences
          || row(v_entry.sequence_number, 'The entry names an earlier rule version than the one before it.')::app_private.difference;
      end if;
      v_rules := coalesce((select v from unnest(v_versions) as v where v.id = v_entry.rule_version_id and v.effective_from <= v_entry.occurred_at),
        app_rules.rules_at(v_versions, v_entry.occurred_at));
      v_known := array(select v from unnest(v_versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;

    v_missing := v_entry.sequence_number <> coalesce((v_all.state).sequence_number, 0) + 1;
    if v_missing or v_entry.occurred_at < (v_all.state).last_occurred_at then
      v_all.differences := v_all.differences || row(v_entry.sequence_number - v_missing::int,
        case when v_missing then 'The entry is missing.' else 'The entry is dated before the one before it.' end)::app_private.difference;
      v_clock_ahead_seconds := (v_all.state).clock_ahead_seconds;
      v_all.state := app_rules.state_after(v_entry);
      v_all.state.clock_ahead_seconds := v_clock_ahead_seconds;
      v_all.marks := app_private.marks_through(user_id, v_entry.sequence_number);
      v_all.told_state := null;
    else
      v_all := app_private.replay_entry(v_all, v_entry, v_row.automatic, v_row.reversed, v_rules, v_known);
    end if;
  end loop;
  return v_all;
end
$$;

grant execute on function app_private.replay_journal to app_user;
comment on function app_private.replay_journal(uuid, bigint) is
  'Folds a user''s journal, up to an entry or whole (null), through the rules, each entry under the rule version it happened in.';
--! EndIncluded private/replay_journal.sql
--! Included private/reward_differences.sql
create or replace function app_private.reward_differences(user_id uuid)
returns setof app_private.difference
language sql stable parallel safe
begin atomic
  with catalogue as (
    select r.*, (
      select coalesce(jsonb_object_agg(k.metric, k.at_least), '{}') from app_private.reward_conditions as k where k.reward_id = r.id
    ) as conditions
    from app_private.rewards as r
  ), unlocks as (
    select u.*, e as entry, case when e.kind = 'settings' then app_private.state_when_unlocked(e) else app_rules.state_after(e) end as state
    from app_private.reward_unlocks as u
    left join app_public.journal_entries as e on e.user_id = u.user_id and e.sequence_number = u.sequence_number
    where u.user_id = reward_differences.user_id
  ), claims as (
    select c.*, e as entry
    from app_private.reward_claims as c
    left join app_public.journal_entries as e on e.user_id = c.user_id and e.sequence_number = c.sequence_number
    where c.user_id = reward_differences.user_id
  )
  select u.sequence_number, format('The unlock of %s (%s) is by no entry.', u.reward_id, u.period_key)
  from unlocks as u
  where row((u.entry).occurred_at, (u.entry).rule_version_id) is distinct from row(u.unlocked_at, u.rule_version_id)
    -- These unlock nothing themselves.
    or (u.entry).kind in ('bootstrap', 'amnesty')
    or exists (select from claims as c where c.automatic and c.sequence_number = u.sequence_number)
  union all
  select u.sequence_number, format('The unlock of %s (%s) had not earned %s of %s.', u.reward_id, u.period_key, c.at_least, c.metric)
  from unlocks as u, jsonb_each_text(u.conditions) as c(metric, at_least)
  where (u.entry).user_id is not null
    and (app_rules.metric_value(c.metric, u.state) >= c.at_least::bigint) is not true
  union all
  -- Since a reward was last saved it is known what it asked for. A command in flight meanwhile may have read it as it was.
  select u.sequence_number, format('The unlock of %s (%s) is not as the reward has it: %s.', u.reward_id, u.period_key, w.what)
  from unlocks as u join catalogue as r on r.id = u.reward_id,
    lateral (select concat_ws(', ',
      case when u.conditions is distinct from r.conditions then 'other conditions' end,
      case when u.period_key is distinct from app_rules.period_key(r.repeats, (u.entry).day, (u.state).run_started_on) then 'another period' end,
      case when u.claimable_until is distinct from app_rules.seconds_after(u.unlocked_at, r.claim_within_hours * 3600::bigint)
        then 'another time to claim it' end,
      case when not r.enabled or not app_rules.window_is_open(r.starts_at, r.ends_at, u.unlocked_at) then 'not open then' end) as what) as w
  where (u.entry).user_id is not null and u.unlocked_at > app_rules.seconds_after(r.saved_at, 60) and w.what <> ''
  union all
  select c.sequence_number, format('The claim of %s (%s) is by no entry.', c.reward_id, c.period_key)
  from claims as c
  where row((c.entry).occurred_at, (c.entry).rule_version_id, (c.entry).kind, (c.entry).asked) is distinct from
    row(c.claimed_at, c.rule_version_id, 'claim'::app_public.journal_kind, jsonb_build_object('reward_id', c.reward_id, 'period_key', c.period_key))
  union all
  select c.sequence_number, format('The claim of %s (%s) is not within the time of its unlock.', c.reward_id, c.period_key)
  from claims as c
  left join unlocks as u on u.reward_id = c.reward_id and u.period_key = c.period_key
  where (c.claimed_at >= u.unlocked_at and (c.claimed_at < u.claimable_until or u.claimable_until is null)
    and (c.claimed_at = u.unlocked_at or not c.automatic) and c.sequence_number > u.sequence_number) is not true
  union all
  select e.sequence_number, format('The claim of %s (%s) is missing.', e.asked ->> 'reward_id', e.asked ->> 'period_key')
  from app_public.journal_entries as e
  where e.user_id = reward_differences.user_id and e.kind = 'claim'
    and not exists (select from claims as c where c.sequence_number = e.sequence_number);
end;

comment on function app_private.reward_differences(uuid) is
  'Unlocks and claims of a user that are not those of the journal: without their entry, without having met the conditions, out of time, or missing.';
--! EndIncluded private/reward_differences.sql
