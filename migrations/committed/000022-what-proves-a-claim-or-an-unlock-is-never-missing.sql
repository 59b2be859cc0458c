--! Previous: sha1:6adbf1c3865af03eba6894f190497fc62e756dc3
--! Hash: sha1:fb441d8b80379a47e171adb1c546ee87255ed221
--! Message: what proves a claim or an unlock is never missing

-- What proves a claim is never missing: entries from before terms were kept get what they gave.
grant update on app_public.journal_entries to current_user;
update app_public.journal_entries as e
set terms = jsonb_build_object('gives', jsonb_build_object('points', e.points_delta, 'energy', e.energy_delta, 'xp', e.xp_delta,
  'freezes', e.freezes_granted, 'items', to_jsonb(app_rules.inventory_items(e.items_delta))))
where e.kind = 'claim' and e.terms is null;
revoke update on app_public.journal_entries from current_user;
alter table app_public.journal_entries
  add constraint what_the_catalogue_said_is_kept check ((terms is not null) = (kind in ('claim', 'buy', 'use'))),
  add constraint an_operator_s_command_names_the_operator check ((operator_id is not null) = (kind in ('grant', 'reversal')));
-- Of unlocks from before conditions were kept nobody knows what the reward asked for.
update app_private.rewards as r set saved_at = app_private.clock()
where exists (select from app_private.reward_unlocks as u where u.reward_id = r.id and u.conditions is null);

--! Included private/effects_of.sql
create or replace function app_private.effects_of(entry app_public.journal_entries)
returns app_public.effects
language sql stable parallel safe
return app_private.effects_from(case when entry.kind = 'grant' then entry.asked -> 'gives' else entry.terms -> 'gives' end);

grant execute on function app_private.effects_of to app_user;
comment on function app_private.effects_of(app_public.journal_entries) is
  'The effects that a claim, a use or a grant promised.';
--! EndIncluded private/effects_of.sql
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
    and c.sequence_number > u.sequence_number) is not true
  union all
  select e.sequence_number, format('The claim of %s (%s) is missing.', e.asked ->> 'reward_id', e.asked ->> 'period_key')
  from app_public.journal_entries as e
  where e.user_id = reward_differences.user_id and e.kind = 'claim'
    and not exists (select from claims as c where c.sequence_number = e.sequence_number);
end;

comment on function app_private.reward_differences(uuid) is
  'Unlocks and claims of a user that are not those of the journal: without their entry, without having met the conditions, out of time, or missing.';
--! EndIncluded private/reward_differences.sql
--! Included private/save_reward.sql
create or replace function app_private.save_reward(reward app_public.reward)
returns app_public.reward
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_gives constant app_public.effects := app_rules.effects_with_defaults(reward.gives);
  v_before app_public.reward;
  v_saved app_private.rewards;
  v_constraint text;
  v_column text;
begin
  -- Decide
  perform app_private.require_effects(v_gives, 'RW006');
  -- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
  perform app_private.require_reachable(reward, v_gives, array(select v from app_private.rules_from(v_at) as v));
  if reward.ends_at <= v_at and coalesce(reward.enabled, true) then
    perform app_private.refuse('RW006', 'Its window is over.', 'Let endsAt be to come, or enabled be false.');
  end if;

  select d.* into v_before
  from app_private.rewards as r, lateral app_private.reward_definition(r) as d where r.id = reward.reward_id;

  -- Write: its own row first, which is also the lock for conditions and stock.
  insert into app_private.rewards as r
    (id, title, description, repeats, starts_at, ends_at, claim_within_hours, auto_claim, priority, enabled, gives)
  values (
    reward.reward_id, reward.title, reward.description, coalesce(reward.repeats, 'once'), reward.starts_at, reward.ends_at,
    reward.claim_within_hours, coalesce(reward.auto_claim, false), coalesce(reward.priority, 100),
    coalesce(reward.enabled, true), v_gives)
  on conflict (id) do update set
    title = excluded.title, description = excluded.description, repeats = excluded.repeats, starts_at = excluded.starts_at,
    ends_at = excluded.ends_at, claim_within_hours = excluded.claim_within_hours, auto_claim = excluded.auto_claim,
    priority = excluded.priority, enabled = excluded.enabled, gives = excluded.gives;
  delete from app_private.reward_conditions as c where c.reward_id = reward.reward_id;
  insert into app_private.reward_conditions (reward_id, metric, at_least)
  select reward.reward_id, c.metric, c.at_least from unnest(reward.conditions) as c;
  perform app_private.set_stock(reward.reward_id, reward.stock);

  -- Answer
  update app_private.rewards as r set saved_at = app_private.clock()
  where r.id = reward.reward_id and app_private.reward_definition(r) is distinct from v_before;
  select r.* into strict v_saved from app_private.rewards as r where r.id = reward.reward_id;
  return app_private.reward_definition(v_saved);
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('RW006', 'The reward', v_constraint, v_column);
end
$$;

comment on function app_private.save_reward(app_public.reward) is
  'Creates or changes a reward, its conditions and its stock as a whole. RW006 for one that breaks a rule or could never be claimed.';
--! EndIncluded private/save_reward.sql
--! Included ops/replay.sql
create or replace function app_private.replay(user_id uuid)
returns setof app_private.difference
language plpgsql stable parallel safe
as $$
declare
  v_all app_private.replayed_journal := app_private.replay_journal(user_id, null);
  v_last constant bigint := (v_all.state).sequence_number;
  v_stored app_private.user_states;
  v_counted app_private.user_states;
begin
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
