--! Previous: sha1:641928297b5e2310da68692f82d64ce04b364c68
--! Hash: sha1:e2874f17236de3538922e26f0900ee00f2ef4e05
--! Message: revisions of rewards, and a what-if that takes back its own claims

-- Each change of a reward is a revision, which unlocks and claims name: what they must be is known of the present one. And what a
-- review of the what-if found.
alter table app_private.rewards add column revision int not null default 1;
alter table app_private.rewards alter column saved_at set default app_private.clock();
comment on column app_private.rewards.revision is
  'How often it has been changed, and 1: unlocks and claims name the one that they saw.';
alter table app_private.reward_unlocks add column reward_revision int;
comment on column app_private.reward_unlocks.reward_revision is
  'The revision of the reward that was unlocked; null from before they were counted.';
alter table app_private.reward_claims add column reward_revision int;
comment on column app_private.reward_claims.reward_revision is
  'The revision of the reward that was claimed; null from before they were counted.';

--! Included rules/entry_renumbered.sql
create or replace function app_rules.entry_renumbered(entry app_public.journal_entries, sequence_number bigint)
returns app_public.journal_entries
language plpgsql immutable parallel safe
as $$
declare
  v_entry app_public.journal_entries := entry;
begin
  v_entry.sequence_number := sequence_number;
  return v_entry;
end
$$;

comment on function app_rules.entry_renumbered(app_public.journal_entries, bigint) is 'An entry under another number.';
--! EndIncluded rules/entry_renumbered.sql
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

  -- Its lock comes first, or another save might be between what it was and what it becomes.
  perform from app_private.rewards as r where r.id = reward.reward_id for no key update;
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
  update app_private.rewards as r set saved_at = app_private.clock(), revision = r.revision + (v_before.reward_id is not null)::int
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
--! Included private/unlock_rewards.sql
create or replace function app_private.unlock_rewards(state app_private.user_states, day date)
returns void
language sql volatile
begin atomic
  insert into app_private.reward_unlocks
    (user_id, reward_id, period_key, unlocked_at, claimable_until, rule_version_id, sequence_number, conditions, reward_revision)
  select state.user_id, r.id, p.key, state.last_occurred_at,
    app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
    state.rule_version_id, state.sequence_number,
    (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
    r.revision
  from app_private.rewards as r,
    lateral app_rules.period_key(r.repeats, unlock_rewards.day, state.run_started_on) as p(key)
  where r.enabled
    and app_rules.window_is_open(r.starts_at, r.ends_at, state.last_occurred_at)
    and p.key is not null
    and not exists (
      select from app_private.reward_conditions as c
      where c.reward_id = r.id and (app_rules.metric_value(c.metric, state) >= c.at_least) is not true)
    and not exists (
      select from app_private.reward_unlocks as u
      where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = p.key)
  on conflict on constraint a_reward_is_unlocked_once_a_period do nothing;
end;

comment on function app_private.unlock_rewards(app_private.user_states, date) is
  'Stores an unlock of each reward whose conditions hold and which is not unlocked yet in the day''s period. One statement, whatever the number of rewards.';
--! EndIncluded private/unlock_rewards.sql
--! Included private/apply_claim.sql
create or replace function app_private.apply_claim(
  before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text,
  automatic boolean
)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_rules constant app_private.rule_versions := app_private.rules_at(settled.last_occurred_at);
  v_after app_private.user_states := app_rules.after_effects(settled, v_rules, settled.last_day, reward.gives);
begin
  v_after := app_private.record(before, settled, v_after, '{}', 'claim', settled.last_day,
    jsonb_build_object('reward_id', reward.id, 'period_key', period_key),
    terms => jsonb_build_object('gives', app_private.effects_named(reward.gives)));
  insert into app_private.reward_claims
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock, reward_revision)
  values (v_after.user_id, reward.id, apply_claim.period_key, v_after.last_occurred_at, apply_claim.automatic,
    v_after.rule_version_id, v_after.sequence_number, app_rules.takes_stock(settled, reward),
    reward.revision);
  return v_after;
end
$$;

comment on function app_private.apply_claim(
  app_private.user_states, app_private.user_states, app_private.rewards, text, boolean
) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';
--! EndIncluded private/apply_claim.sql
--! Included private/replay_amnesty.sql
create or replace function app_private.replay_amnesty(
  before app_private.user_states, entry app_public.journal_entries, marks app_private.day_marks[],
  versions app_private.rule_versions[]
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_step app_private.amnesty_step;
begin
  select s.* into v_step
  from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions) as s limit 1;
  return row(v_step.settled, v_step.after, v_step.marks, (v_step.settled).last_day,
    case when v_step.amnesty_id is distinct from (entry.asked ->> 'amnesty_id')::int then 'The amnesty changed nothing.' end
  )::app_private.replayed_command;
end
$$;

grant execute on function app_private.replay_amnesty to app_user;
comment on function app_private.replay_amnesty(
  app_private.user_states, app_public.journal_entries, app_private.day_marks[], app_private.rule_versions[]
) is 'What the rules make of an amnesty''s entry: of the first amnesty that the state has yet to take in.';
--! EndIncluded private/replay_amnesty.sql
--! Included private/replay_command.sql
-- The commands' own order: settle, then the rule of the command. What a command looks up beside the state is in its entry.
create or replace function app_private.replay_command(
  before app_private.user_states, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  marks app_private.day_marks[], rules app_private.rule_versions, versions app_private.rule_versions[]
)
returns app_private.replayed_command
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := entry.occurred_at;
  v_through date;
  v_excused datemultirange;
  v_before app_private.user_states := before;
  v_settled app_private.user_states;
  v_bridged app_private.marked_day[] := '{}';
  v_it app_private.replayed_command;
begin
  if entry.kind = 'amnesty' then
    return app_private.replay_amnesty(before, entry, marks, versions);
  end if;

  if entry.kind = 'bootstrap' then
    v_it := row(before, app_rules.starting_state_of(entry, rules), '{}',
      app_rules.local_day(v_at, before.zone, before.day_start_hour), null);
    return v_it;
  end if;

  -- Amnesties that change nothing are taken in without an entry.
  if entry.last_amnesty_id > before.last_amnesty_id then
    if exists (select from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions)) then
      v_it.obstacle := 'An amnesty before it was not taken in.';
      return v_it;
    end if;
    v_before.last_amnesty_id := entry.last_amnesty_id;
  end if;
  if entry.kind = 'clock' then
    v_before := app_rules.after_clock(v_before, (entry.asked ->> 'days')::int, (entry.asked ->> 'hours')::int);
  end if;
  v_settled := v_before;
  if automatic is not true then
    -- What has ended is asked only where it matters: most entries come on a marked day, or on the one after it.
    v_through := case
      when entry.kind = 'check_in' then coalesce((entry.asked ->> 'day')::date,
        app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day)) - 1
      when entry.kind = 'repair' or v_before.run_length > 0
        and v_before.last_marked_day < app_rules.local_day(v_at, v_before.zone, v_before.day_start_hour) - 1
      then app_rules.ended_by(v_at, v_before.zone, v_before.day_start_hour, versions)
    end;
    if v_before.run_length > 0 and v_through > v_before.last_marked_day then
      v_excused := app_private.excused_days(v_before.last_amnesty_id, v_before.last_marked_day);
    end if;
    v_settled := app_rules.settle(v_before, rules, versions, v_excused, v_at, v_through);
    if v_settled.last_marked_day > v_before.last_marked_day then
      v_bridged := array(select d from app_rules.bridged_days(v_before, v_settled.last_marked_day, v_excused) as d);
    end if;
  end if;

  if entry.kind in ('check_in', 'settings', 'pause', 'repair') then
    v_it := app_private.replay_days(v_before, v_settled, entry,
      case when entry.kind = 'repair' then app_rules.calendar_with(app_rules.calendar(marks), v_bridged) end,
      v_through, rules, versions);
  else
    v_it := app_private.replay_amounts(v_settled, entry, reversed, rules);
  end if;
  if cardinality(v_bridged) > 0 then
    v_it.marks := app_rules.calendar_with(v_bridged, v_it.marks);
  end if;
  return v_it;
end
$$;

grant execute on function app_private.replay_command to app_user;
comment on function app_private.replay_command(
  app_private.user_states, app_public.journal_entries, boolean, app_public.journal_entries, app_private.day_marks[],
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of a journal entry''s command on the state before it. automatic: a claim that the command before it made; reversed: the entry that a reversal reverses; marks: the calendar so far; versions: in order, up to rules.';
--! EndIncluded private/replay_command.sql
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
  -- Of the present revision of a reward it is known what it asks for, and gives.
  select u.sequence_number, format('The unlock of %s (%s) is not as the reward has it: %s.', u.reward_id, u.period_key, w.what)
  from unlocks as u join catalogue as r on r.id = u.reward_id,
    lateral (select concat_ws(', ',
      case when u.conditions is distinct from r.conditions then 'other conditions' end,
      case when u.period_key is distinct from app_rules.period_key(r.repeats, (u.entry).day, (u.state).run_started_on) then 'another period' end,
      case when u.claimable_until is distinct from app_rules.seconds_after(u.unlocked_at, r.claim_within_hours * 3600::bigint)
        then 'another time to claim it' end,
      case when not r.enabled or not app_rules.window_is_open(r.starts_at, r.ends_at, u.unlocked_at) then 'not open then' end) as what) as w
  where (u.entry).user_id is not null and u.reward_revision = r.revision and w.what <> ''
  union all
  select c.sequence_number, format('The claim of %s (%s) did not give what the reward gives.', c.reward_id, c.period_key)
  from claims as c join catalogue as r on r.id = c.reward_id
  where c.reward_revision = r.revision and (c.entry).kind = 'claim' and (c.entry).asked ->> 'reward_id' = c.reward_id
    and app_private.effects_of(c.entry) is distinct from app_rules.effects_with_defaults(r.gives)
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
--! Included private/state_at.sql
create or replace function app_private.state_at(user_id uuid, at timestamptz)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_entry constant app_public.journal_entries := app_private.entry_at(user_id, at);
  v_state app_private.user_states := app_rules.state_after(v_entry);
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  if v_entry.user_id is null or not isfinite(at) then
    return null;
  end if;
  v_state.clock_ahead_seconds := app_private.clock_ahead_after(user_id, v_entry.sequence_number);
  v_last_amnesty_id := (
    select max(a.id) from app_private.amnesties as a
    where app_rules.seconds_after(a.declared_at, coalesce(v_state.clock_ahead_seconds, 0)) <= at);
  -- A test user's clock may have moved past an instant at which the amnesty was not there yet.
  if v_state.clock_ahead_seconds is not null then
    v_last_amnesty_id := least(v_last_amnesty_id, (
      select e.last_amnesty_id from app_public.journal_entries as e
      where e.user_id = state_at.user_id and e.sequence_number = v_entry.sequence_number + 1));
  end if;
  if v_state.last_amnesty_id < v_last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(v_state, v_last_amnesty_id,
        app_rules.calendar(app_private.calendar_after(user_id, v_entry.sequence_number))) as s
    loop
      v_state := v_step.after;
    end loop;
    v_state.last_amnesty_id := v_last_amnesty_id;
  end if;
  return app_private.settle(v_state, app_private.rules_at(at), at,
    app_private.ended_through(at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_at to app_user;
comment on function app_private.state_at(uuid, timestamptz) is
  'A user''s state as of an instant, by one look-up in the journal: the last entry until then, settled up to it, with the amnesties declared by then. Null before the first entry; for an instant to come, what the state will be if nothing happens. Writes nothing.';
--! EndIncluded private/state_at.sql
--! Included private/proposed_catalogue.sql
create or replace function app_private.proposed_catalogue(rewards app_public.reward[], versions app_private.rule_versions[])
returns app_private.proposed_reward[]
language plpgsql stable
as $$
declare
  v_proposed app_public.reward;
  v_reward app_private.rewards;
  v_gives app_public.effects;
  v_broken text;
  v_catalogue app_private.proposed_reward[];
begin
  select coalesce(array_agg(row(r, (app_private.reward_definition(r)).conditions)::app_private.proposed_reward), '{}') into v_catalogue
  from app_private.rewards as r
  where r.id <> all (array(select p.reward_id from unnest(rewards) as p where p.reward_id is not null));

  foreach v_proposed in array coalesce(rewards, '{}') loop
    v_gives := app_rules.effects_with_defaults(v_proposed.gives);
    perform app_private.require_effects(v_gives, 'RW006');
    perform app_private.require_reachable(v_proposed, v_gives, versions);
    v_reward := row(v_proposed.reward_id, v_proposed.title, v_proposed.description, coalesce(v_proposed.repeats, 'once'),
      v_proposed.starts_at, v_proposed.ends_at, null, v_proposed.claim_within_hours, coalesce(v_proposed.auto_claim, false),
      coalesce(v_proposed.priority, 100), coalesce(v_proposed.enabled, true), v_gives, '-infinity', 0);
    if (select count(*) > count(distinct c.metric) from unnest(v_proposed.conditions) as c) then
      perform app_private.refuse_invalid('RW006', 'The reward', 'each_metric_is_named_once', null);
    end if;
    v_broken := coalesce(app_private.broken_rule(v_reward), (
      select min(app_private.broken_rule(row(v_reward.id, c.metric, c.at_least)::app_private.reward_conditions))
      from unnest(v_proposed.conditions) as c));
    if v_broken is not null then
      perform app_private.refuse_invalid('RW006', 'The reward', v_broken, null);
    end if;
    v_catalogue := v_catalogue || row(v_reward, v_proposed.conditions)::app_private.proposed_reward;
  end loop;
  return array(select c from unnest(v_catalogue) as c order by (c.reward).priority, (c.reward).id);
end
$$;

comment on function app_private.proposed_catalogue(app_public.reward[], app_private.rule_versions[]) is
  'The rewards as they would be with some proposed, in the order in which they are unlocked. RW006 for one that breaks a rule or could never be claimed, IT001 for an unknown item.';
--! EndIncluded private/proposed_catalogue.sql
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
  from unnest(catalogue) as c,
    lateral app_rules.period_key((c.reward).repeats, what_if_unlocks.day, state.run_started_on) as p(key)
  where (c.reward).enabled
    and (c.reward).saved_at <= state.last_occurred_at
    and app_rules.window_is_open((c.reward).starts_at, (c.reward).ends_at, state.last_occurred_at)
    and p.key is not null
    and not exists (select from unnest(unlocks) as u where u.reward_id = (c.reward).id and u.period_key = p.key)
    and not exists (
      select from unnest(c.conditions) as k where (app_rules.metric_value(k.metric, state) >= k.at_least) is not true)
);

comment on function app_private.what_if_unlocks(
  app_private.user_states, date, app_private.reward_unlocks[], app_private.proposed_reward[]
) is 'The unlocks that a command which led to this state would have made besides those there were, in the order of (priority, id).';
--! EndIncluded private/what_if_unlocks.sql
--! Included private/what_if_rewards.sql
create or replace function app_private.what_if_rewards(
  so_far app_private.what_if_course, entry app_public.journal_entries, day date, rules app_private.rule_versions,
  versions app_private.rule_versions[], catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_course app_private.what_if_course := so_far;
  v_state app_private.user_states := so_far.state;
  v_unlocks app_private.reward_unlocks[];
  v_unlock app_private.reward_unlocks;
  v_reward app_private.rewards;
begin
  if entry.kind = 'settings' then
    v_state := app_rules.settle(v_state, rules, versions, app_private.excused_days(v_state.last_amnesty_id, v_state.last_marked_day),
      entry.occurred_at, app_rules.ended_by(entry.occurred_at, v_state.zone, v_state.day_start_hour, versions));
  end if;
  v_unlocks := app_private.what_if_unlocks(v_state, day, so_far.unlocks, catalogue);
  if cardinality(v_unlocks) = 0 then
    return v_course;
  end if;
  v_course.unlocks := so_far.unlocks || v_unlocks;
  foreach v_unlock in array v_unlocks loop
    select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = v_unlock.reward_id;
    continue when not v_reward.auto_claim or app_rules.effects_obstacle(v_course.state, rules, v_reward.gives) is not null;
    v_state := v_course.state;
    v_course.state := app_rules.after_effects(v_state, rules, v_state.last_day, v_reward.gives);
    if cardinality(v_course.to_be_reversed) > 0 then
      -- Under no number yet: that of the real entry, if the claim was made then too.
      v_course.entries := v_course.entries || app_rules.entry_renumbered(
        app_rules.journal_entry(v_state, v_state, v_course.state, 'claim', v_state.last_day,
          jsonb_build_object('reward_id', v_unlock.reward_id, 'period_key', v_unlock.period_key), null, null, null, null), 0);
    end if;
    v_course.claims := v_course.claims || row(v_unlock.user_id, v_unlock.reward_id, v_unlock.period_key, v_unlock.unlocked_at,
      true, rules.id, v_unlock.sequence_number, false, null)::app_private.reward_claims;
  end loop;
  return v_course;
end
$$;

comment on function app_private.what_if_rewards(
  app_private.what_if_course, app_public.journal_entries, date, app_private.rule_versions, app_private.rule_versions[],
  app_private.proposed_reward[]
) is 'What follows an entry''s command in a what-if: unlocks, and claims of what claims itself, as far as it fits. Stock is not looked at.';
--! EndIncluded private/what_if_rewards.sql
--! Included private/what_if_claim.sql
create or replace function app_private.what_if_claim(
  course app_private.what_if_course, entry app_public.journal_entries, catalogue app_private.proposed_reward[]
)
returns app_public.journal_entries
language plpgsql stable parallel safe
as $$
declare
  v_entry app_public.journal_entries := entry;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = entry.asked ->> 'reward_id';
  -- A run may have begun on another day, or the reward repeat otherwise: then the latest is meant, as without a period key.
  select u.* into v_unlock from unnest(course.unlocks) as u
  where u.reward_id = entry.asked ->> 'reward_id' and u.unlocked_at <= entry.occurred_at
    and (u.period_key = entry.asked ->> 'period_key' or v_reward.repeats in ('once', 'run'))
  order by u.period_key = entry.asked ->> 'period_key' desc, u.unlocked_at desc, u.sequence_number desc limit 1;
  if v_unlock.reward_id is null then
    return null;
  end if;
  v_entry.asked := jsonb_build_object('reward_id', v_unlock.reward_id, 'period_key', v_unlock.period_key);
  if exists (select from unnest(course.claims) as c where c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key) then
    -- A repeat: it answers, and changes nothing.
    v_entry.kind := null;
  elsif v_unlock.claimable_until <= entry.occurred_at then
    return null;
  elsif v_reward.saved_at <= entry.occurred_at then
    v_entry.terms := jsonb_build_object('gives', app_private.effects_named(v_reward.gives));
    if not app_rules.window_is_open(v_reward.starts_at, v_reward.ends_at, entry.occurred_at) then
      return null;
    end if;
  end if;
  return v_entry;
end
$$;

comment on function app_private.what_if_claim(
  app_private.what_if_course, app_public.journal_entries, app_private.proposed_reward[]
) is 'A claim''s entry with what the proposed reward gives; without a kind when it would have been a repeat, and null when it could not have been made.';
--! EndIncluded private/what_if_claim.sql
--! Included private/what_if_step.sql
create or replace function app_private.what_if_step(
  so_far app_private.what_if_course, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  rules app_private.rule_versions, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_course app_private.what_if_course := app_private.what_if_amnesties(so_far, entry.last_amnesty_id, versions);
  v_entry app_public.journal_entries := entry;
  v_reversed app_public.journal_entries := reversed;
  v_it app_private.replayed_command;
begin
  case entry.kind
    when 'amnesty' then
      return v_course;
    when 'bootstrap' then
      v_course.state := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
    when 'claim' then
      -- What claims itself does so by what_if_rewards, but for rewards that were others then.
      if automatic and exists (
        select from unnest(catalogue) as c
        where (c.reward).id = entry.asked ->> 'reward_id' and (c.reward).saved_at <= entry.occurred_at
      ) then
        if entry.sequence_number = any (v_course.to_be_reversed) then
          -- What is reversed later is the claim that the what-if has made instead, if it has.
          v_course.entries := v_course.entries || array(
            select app_rules.entry_renumbered(e, entry.sequence_number) from unnest(v_course.entries) as e
            where e.kind = 'claim' and e.asked = entry.asked);
        end if;
        return v_course;
      end if;
      v_entry := app_private.what_if_claim(v_course, entry, catalogue);
      if v_entry.user_id is not null and v_entry.kind is null then
        return v_course;
      end if;
    when 'reversal' then
      if entry.reverses = any (v_course.to_be_reversed) then
        v_reversed := (select e from unnest(v_course.entries) as e where e.sequence_number = entry.reverses);
      end if;
    else
      null;
  end case;

  if v_entry.user_id is not null then
    v_it := app_private.replay_command(v_course.state, v_entry, automatic, v_reversed, v_course.marks, rules, versions);
  end if;
  if v_entry.user_id is null or v_it.obstacle is not null then
    v_course.refused := v_course.refused + 1;
    return v_course;
  end if;
  if entry.sequence_number = any (v_course.to_be_reversed) then
    v_course.state.sequence_number := entry.sequence_number - 1;
    v_course.entries := v_course.entries || app_rules.journal_entry(v_course.state, v_it.settled, v_it.after, entry.kind, v_it.day,
      v_entry.asked, v_entry.terms, null, null, null);
  end if;
  v_course.marks := app_rules.marks_after(v_course.marks, v_entry, v_course.state, v_it.marks);
  v_course.state := v_it.after;
  v_course.state.sequence_number := entry.sequence_number;
  if entry.kind = 'claim' then
    v_course.claims := v_course.claims || row(entry.user_id, v_entry.asked ->> 'reward_id', v_entry.asked ->> 'period_key',
      entry.occurred_at, automatic, rules.id, entry.sequence_number, false, null)::app_private.reward_claims;
  end if;
  if automatic or entry.kind = 'bootstrap' then
    return v_course;
  end if;
  return app_private.what_if_rewards(v_course, entry, v_it.day, rules, versions, catalogue);
end
$$;

comment on function app_private.what_if_step(
  app_private.what_if_course, app_public.journal_entries, boolean, app_public.journal_entries, app_private.rule_versions,
  app_private.rule_versions[], app_private.proposed_reward[]
) is 'One step of a what-if: an entry''s command as it would have gone under proposed rules and rewards.';
--! EndIncluded private/what_if_step.sql
--! Included private/what_if_counts.sql
create or replace function app_private.what_if_counts(
  user_id uuid, since_sequence_number bigint, course app_private.what_if_course
)
returns app_public.what_if_reward[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(row(n.reward_id, n.unlocks_before, n.unlocks_after, n.claims_before, n.claims_after)::app_public.what_if_reward
    order by n.reward_id), '{}')
  from (
    select f.reward_id, sum(f.unlocks_before) as unlocks_before, sum(f.unlocks_after) as unlocks_after,
      sum(f.claims_before) as claims_before, sum(f.claims_after) as claims_after
    from (
      select u.reward_id, 1 as unlocks_before, 0 as unlocks_after, 0 as claims_before, 0 as claims_after
      from app_private.reward_unlocks as u
      where u.user_id = what_if_counts.user_id and u.sequence_number > since_sequence_number
      union all
      select u.reward_id, 0, 1, 0, 0 from unnest(course.unlocks) as u where u.sequence_number > since_sequence_number
      union all
      select c.reward_id, 0, 0, 1, 0 from app_private.reward_claims as c
      where c.user_id = what_if_counts.user_id and c.sequence_number > since_sequence_number
      union all
      select c.reward_id, 0, 0, 0, 1 from unnest(course.claims) as c where c.sequence_number > since_sequence_number
    ) as f
    group by f.reward_id
  ) as n;
end;

comment on function app_private.what_if_counts(uuid, bigint, app_private.what_if_course) is
  'How often a user unlocked and claimed each reward after an entry, and would have.';
--! EndIncluded private/what_if_counts.sql
--! Included ops/verify_users.sql
create or replace function app_private.verify_users(first_user uuid default null, last_user uuid default null)
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable parallel safe
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
--! Included ops/what_if_part.sql
-- Parts add up, so that batches on many connections make one answer: sums, and how many users have each change.
create or replace function app_private.what_if_part(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  first_user uuid default null, last_user uuid default null
)
returns jsonb
language sql stable
begin atomic
  with outcomes as materialized (
    select o.* from app_private.what_if_users(since, parameters, rewards, first_user, last_user) as o
  ), metrics as (
    select o.user_id, m.id as metric, app_rules.metric_value(m.id, o.before) as before, app_rules.metric_value(m.id, o.after) as after
    from outcomes as o, app_private.metrics as m
  ), affected as (
    select c.user_id, jsonb_agg(jsonb_build_object('metric', c.metric, 'before', c.before, 'after', c.after) order by c.metric) as changes,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'points'), 0) as points,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'current_streak'), 0) as streak,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'lifetime_xp'), 0) as xp,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'energy'), 0) as energy
    from metrics as c where c.after <> c.before group by c.user_id
  )
  select jsonb_build_object(
    'users', (select count(*) from outcomes),
    'affected', (select count(*) from affected),
    'refused', (select coalesce(sum(o.refused), 0) from outcomes as o),
    'metrics', (
      select coalesce(jsonb_agg(jsonb_build_object('metric', g.metric, 'before', g.before, 'after', g.after, 'change', g.change, 'users', g.users)), '[]')
      from (
        select c.metric, c.after - c.before as change, sum(c.before) as before, sum(c.after) as after, count(*) as users
        from metrics as c group by 1, 2
      ) as g),
    'rewards', (
      select coalesce(jsonb_agg(to_jsonb(n)), '[]')
      from (
        select r.reward_id, sum(r.unlocks_before) as unlocks_before, sum(r.unlocks_after) as unlocks_after,
          sum(r.claims_before) as claims_before, sum(r.claims_after) as claims_after
        from outcomes as o, unnest(o.rewards) as r group by r.reward_id
      ) as n),
    'most_affected', (
      select coalesce(jsonb_agg(jsonb_build_object('user_id', a.user_id, 'refused', a.refused, 'changes', a.changes,
        'rank', jsonb_build_array(-a.points, -a.streak, -a.xp, -a.energy, a.user_id))), '[]')
      from (
        select f.*, o.refused from affected as f join outcomes as o using (user_id)
        order by f.points desc, f.streak desc, f.xp desc, f.energy desc, f.user_id limit 20
      ) as a)
  );
end;

comment on function app_private.what_if_part(
  timestamptz, app_public.rule_parameters, app_public.reward[], uuid, uuid
) is 'A what-if of the users from one id to another, summed up so that what_if_whole can add parts together.';
--! EndIncluded ops/what_if_part.sql
