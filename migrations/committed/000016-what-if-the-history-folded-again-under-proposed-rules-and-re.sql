--! Previous: sha1:8287d4688fc4f5b0397afead110aa4f9d1a1df6e
--! Hash: sha1:993ddb345dfbb0f844e0cf0fc25f5dd1946ca5e1
--! Message: what-if: the history folded again under proposed rules and rewards

-- What-if: the history folded again under proposed rules and rewards.
alter table app_private.rewards add column saved_at timestamptz not null default '-infinity';
comment on column app_private.rewards.saved_at is
  'When it was last changed, -infinity for those of the installation: from then on a what-if takes it to have been as it is.';
drop function app_private.require_reachable(app_public.reward, app_public.effects);
--! Included private/require_reachable.sql
create or replace function app_private.require_reachable(
  reward app_public.reward, gives app_public.effects, versions app_private.rule_versions[]
)
returns void
language plpgsql stable
as $$
declare
  v_freezes_max constant int := (select max(v.freezes_max) from unnest(versions) as v);
  v_inventory_max constant int := (select max(v.inventory_max) from unnest(versions) as v);
  v_condition app_public.condition;
  v_max bigint;
begin
  if gives.freezes > v_freezes_max then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_freezes_max), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_inventory_max then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_inventory_max), 'Let it give fewer.');
  elsif reward.starts_at = 'infinity' then
    perform app_private.refuse('RW006', 'Its window never comes.', 'Let startsAt be an instant to come, or leave it out.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := (select max(coalesce(app_rules.metric_max(v_condition.metric, v), 9223372036854775807)) from unnest(versions) as v);
    if not exists (select from app_private.metrics as m where m.id = v_condition.metric) then
      perform app_private.refuse('RW006', format('There is no metric "%s".', left(v_condition.metric, 63)),
        format('Use one of %s.', (select string_agg(m.id, ', ' order by m.id) from app_private.metrics as m)));
    elsif v_condition.at_least > v_max then
      perform app_private.refuse('RW006', format('It asks for %s %s, and nobody can reach more than %s.',
        v_condition.metric, v_condition.at_least, v_max), 'Ask for less.');
    end if;
  end loop;
end
$$;

comment on function app_private.require_reachable(app_public.reward, app_public.effects, app_private.rule_versions[]) is
  'RW006 for a reward that nobody could ever claim under any of these rule versions.';
--! EndIncluded private/require_reachable.sql
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
  update app_private.rewards as r set saved_at = v_at
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

--! Included types/distribution.sql
create type app_public.distribution as (
  minimum bigint, p10 bigint, p25 bigint, median bigint, p75 bigint, p90 bigint, maximum bigint
);
comment on type app_public.distribution is 'How a number is spread over users: p10 is what a tenth of them have at most.';
comment on column app_public.distribution.minimum is E'@notNull\nThe least.';
comment on column app_public.distribution.p10 is E'@notNull\nA tenth have at most this.';
comment on column app_public.distribution.p25 is E'@notNull\nA quarter have at most this.';
comment on column app_public.distribution.median is E'@notNull\nHalf have at most this.';
comment on column app_public.distribution.p75 is E'@notNull\nThree quarters have at most this.';
comment on column app_public.distribution.p90 is E'@notNull\nNine tenths have at most this.';
comment on column app_public.distribution.maximum is E'@notNull\nThe most.';
--! EndIncluded types/distribution.sql
--! Included types/what_if_change.sql
create type app_public.what_if_change as (
  metric text, title text, before bigint, after bigint, users_gaining int, users_losing int,
  distribution app_public.distribution
);
comment on type app_public.what_if_change is 'What a proposal would have made of one metric.';
comment on column app_public.what_if_change.metric is E'@notNull\nThe metric.';
comment on column app_public.what_if_change.title is E'@notNull\nThe metric in words.';
comment on column app_public.what_if_change.before is E'@notNull\nThe sum over all users as it is.';
comment on column app_public.what_if_change.after is
  E'@notNull\nThe sum as it would be. For lifetime_points the difference is what the proposal would have cost.';
comment on column app_public.what_if_change.users_gaining is E'@notNull\nUsers who would have more.';
comment on column app_public.what_if_change.users_losing is E'@notNull\nUsers who would have less.';
comment on column app_public.what_if_change.distribution is E'@notNull\nHow the change is spread over all users.';
--! EndIncluded types/what_if_change.sql
--! Included types/what_if_reward.sql
create type app_public.what_if_reward as (
  reward_id text, unlocks_before int, unlocks_after int, claims_before int, claims_after int
);
comment on type app_public.what_if_reward is 'How often a reward was unlocked and claimed, and how often it would have been.';
comment on column app_public.what_if_reward.reward_id is E'@notNull\nThe reward.';
comment on column app_public.what_if_reward.unlocks_before is E'@notNull\nUnlocks as it was.';
comment on column app_public.what_if_reward.unlocks_after is E'@notNull\nUnlocks as it would have been.';
comment on column app_public.what_if_reward.claims_before is E'@notNull\nClaims as it was.';
comment on column app_public.what_if_reward.claims_after is
  E'@notNull\nClaims as it would have been: those that claim themselves, and those that the users did make and could have made.';
--! EndIncluded types/what_if_reward.sql
--! Included types/what_if_metric.sql
create type app_public.what_if_metric as (metric text, before bigint, after bigint);
comment on type app_public.what_if_metric is 'A metric of one user as it is and as it would be.';
comment on column app_public.what_if_metric.metric is E'@notNull\nThe metric.';
comment on column app_public.what_if_metric.before is E'@notNull\nAs it is now.';
comment on column app_public.what_if_metric.after is E'@notNull\nAs it would be now.';
--! EndIncluded types/what_if_metric.sql
--! Included types/what_if_affected.sql
create type app_public.what_if_affected as (user_id uuid, commands_refused int, changes app_public.what_if_metric[]);
comment on type app_public.what_if_affected is 'What a proposal would have changed for one user.';
comment on column app_public.what_if_affected.user_id is E'@notNull\nWho.';
comment on column app_public.what_if_affected.commands_refused is
  E'@notNull\nCommands that this user made and that would have been refused.';
comment on column app_public.what_if_affected.changes is E'@notNull\nThe metrics that would be others.';
--! EndIncluded types/what_if_affected.sql
--! Included types/what_if.sql
create type app_public.what_if as (
  since timestamptz, users int, users_affected int, commands_refused int,
  changes app_public.what_if_change[], rewards app_public.what_if_reward[], most_affected app_public.what_if_affected[]
);
comment on type app_public.what_if is
  'What a proposal would have changed, had it been in force since an instant and had every user given the same commands at the same instants.';
comment on column app_public.what_if.since is E'@notNull\nFrom when on the proposal is taken to have been in force.';
comment on column app_public.what_if.users is E'@notNull\nUsers looked at; test users are left out.';
comment on column app_public.what_if.users_affected is E'@notNull\nUsers for whom any metric would be another now.';
comment on column app_public.what_if.commands_refused is
  E'@notNull\nCommands of theirs that would have been refused. What was refused then is in no journal, and stays undone.';
comment on column app_public.what_if.changes is E'@notNull\nEach metric, summed up and spread.';
comment on column app_public.what_if.rewards is E'@notNull\nEach reward that was or would have been unlocked since.';
comment on column app_public.what_if.most_affected is
  E'@notNull\nThe twenty users whose points would change most, then streak, XP, energy.';
--! EndIncluded types/what_if.sql

--! Included types/proposed_reward.sql
create type app_private.proposed_reward as (reward app_private.rewards, conditions app_public.condition[]);
comment on type app_private.proposed_reward is
  'A reward as a what-if takes it: with its conditions. Before its saved_at, what was unlocked and claimed stays as it was.';
--! EndIncluded types/proposed_reward.sql
--! Included types/what_if_course.sql
create type app_private.what_if_course as (
  state app_private.user_states, marks app_private.day_marks[], unlocks app_private.reward_unlocks[],
  claims app_private.reward_claims[], to_be_reversed bigint[], entries app_public.journal_entries[], refused int
);
comment on type app_private.what_if_course is
  'How a user''s history would have gone so far: state, calendar, unlocks and claims; of the entries that are reversed later their numbers and what they would have been; how many commands would have been refused.';
--! EndIncluded types/what_if_course.sql
--! Included types/what_if_outcome.sql
create type app_private.what_if_outcome as (
  user_id uuid, before app_private.user_states, after app_private.user_states, refused int, rewards app_public.what_if_reward[]
);
comment on type app_private.what_if_outcome is
  'What a proposal would have meant for one user: the state of now as it is and as it would be, how many commands would have been refused, and how often each reward was unlocked and claimed since.';
--! EndIncluded types/what_if_outcome.sql
--! Included private/broken_rule.sql
-- So that what is only proposed is held against the very rules of its table, without being written.
create or replace function app_private.broken_rule(proposed anyelement)
returns text
language plpgsql stable
as $$
declare
  v_rule record;
  v_holds boolean;
begin
  for v_rule in
    select a.attname || ' is missing' as name, format('its.%I is not null', a.attname) as condition
    from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t on t.typrelid = a.attrelid
    where t.oid = pg_typeof(proposed) and a.attnotnull and a.attnum > 0
    union all
    select c.conname, pg_catalog.pg_get_expr(c.conbin, c.conrelid)
    from pg_catalog.pg_constraint as c join pg_catalog.pg_type as t on t.typrelid = c.conrelid
    where t.oid = pg_typeof(proposed) and c.contype = 'c'
    order by 1
  loop
    execute format('select (%s) is not false from (select ($1).*) as its', v_rule.condition) into v_holds using proposed;
    if not v_holds then
      return v_rule.name;
    end if;
  end loop;
  return null;
end
$$;

comment on function app_private.broken_rule(anyelement) is
  'The name of a constraint of its table that a row, not stored, would break; null when it would be accepted.';
--! EndIncluded private/broken_rule.sql
--! Included private/require_proposal.sql
create or replace function app_private.require_proposal(
  since timestamptz, parameters app_public.rule_parameters, rewards app_public.reward[], one_in int
)
returns void
language plpgsql stable
as $$
begin
  if not coalesce(isfinite(since) and since <= app_private.clock(), false) then
    perform app_private.refuse('WI001', 'A what-if looks back.', 'Let since be an instant in the past.');
  elsif coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}') = '{}' and coalesce(cardinality(rewards), 0) = 0 then
    perform app_private.refuse('WI001', 'The proposal changes nothing.', 'Give parameters, or rewards, or both.');
  elsif cardinality(rewards) > 100 or (select count(*) > count(distinct r.reward_id) from unnest(rewards) as r) then
    perform app_private.refuse('WI001', 'The proposal names a reward twice, without an id, or more than 100.', 'Give each reward once.');
  elsif one_in between 1 and 1000000 is not true then
    perform app_private.refuse('WI001', 'The sample is out of limits.', 'Let oneIn be from 1 (everybody) to 1000000.');
  end if;
end
$$;

comment on function app_private.require_proposal(timestamptz, app_public.rule_parameters, app_public.reward[], int) is
  'WI001 for a what-if that has no proposal, does not look back, or whose sample is out of limits.';
--! EndIncluded private/require_proposal.sql
--! Included private/proposed_versions.sql
create or replace function app_private.proposed_versions(since timestamptz, parameters app_public.rule_parameters)
returns app_private.rule_versions[]
language plpgsql stable
as $$
declare
  v_changes constant jsonb := coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}');
  v_first constant int := (app_private.rules_at(since)).id;
  v_broken text;
  v_versions app_private.rule_versions[];
begin
  if v_changes = '{}' then
    return app_private.all_versions();
  end if;
  select min(app_private.broken_rule(changed)) into v_broken
  from app_private.rules_from(since) as v, jsonb_populate_record(v, v_changes) as changed;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_broken, null) where v_broken is not null;

  -- Negative ids: what was in force and what is proposed in its place are two versions.
  select array_agg(p order by p.effective_from) into v_versions
  from (
    select v.* from app_private.rule_versions as v where v.effective_from < since
    union all
    select changed.*
    from app_private.rules_from(since) as v, jsonb_populate_record(v, v_changes || jsonb_build_object(
      'id', -v.id, 'effective_from', case when v.id = v_first then since else v.effective_from end)) as changed
  ) as p;
  return v_versions;
end
$$;

comment on function app_private.proposed_versions(timestamptz, app_public.rule_parameters) is
  'The rule versions as they would have been, had some parameters been changed from an instant on: in their order, each changed one with its id below 0. RU001 when one would break a rule.';
--! EndIncluded private/proposed_versions.sql
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
      coalesce(v_proposed.priority, 100), coalesce(v_proposed.enabled, true), v_gives, '-infinity');
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
--! Included private/what_if_amnesties.sql
create or replace function app_private.what_if_amnesties(
  so_far app_private.what_if_course, last_amnesty_id int, versions app_private.rule_versions[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_course app_private.what_if_course := so_far;
  v_step app_private.amnesty_step;
  v_entry app_public.journal_entries;
begin
  if last_amnesty_id > (so_far.state).last_amnesty_id then
    for v_step in
      select s.* from app_private.amnesty_steps(so_far.state, last_amnesty_id, app_rules.calendar(so_far.marks), versions) as s
    loop
      v_entry := app_rules.journal_entry(v_course.state, v_step.settled, v_step.after, 'amnesty', null, null, null, null, null, null);
      v_course.marks := app_rules.marks_after(v_course.marks, v_entry, v_course.state, v_step.marks);
      v_course.state := v_step.after;
    end loop;
    v_course.state.last_amnesty_id := last_amnesty_id;
  end if;
  return v_course;
end
$$;

comment on function app_private.what_if_amnesties(app_private.what_if_course, int, app_private.rule_versions[]) is
  'How a what-if takes in the amnesties up to one.';
--! EndIncluded private/what_if_amnesties.sql
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
    state.rule_version_id, state.sequence_number, null)::app_private.reward_unlocks
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
    v_course.state := app_rules.after_effects(v_course.state, rules, (v_course.state).last_day, v_reward.gives);
    v_course.claims := v_course.claims || row(v_unlock.user_id, v_unlock.reward_id, v_unlock.period_key, v_unlock.unlocked_at,
      true, rules.id, v_unlock.sequence_number)::app_private.reward_claims;
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
begin
  select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = entry.asked ->> 'reward_id';
  if not exists (
    select from unnest(course.unlocks) as u
    where u.reward_id = v_reward.id and u.period_key = entry.asked ->> 'period_key'
      and (u.claimable_until > entry.occurred_at or u.claimable_until is null)
  ) or exists (
    select from unnest(course.claims) as c where c.reward_id = v_reward.id and c.period_key = entry.asked ->> 'period_key'
  ) then
    return null;
  end if;
  if v_reward.saved_at <= entry.occurred_at then
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
) is 'A claim''s entry with what the proposed reward gives; null when it could not have been made.';
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
          v_course.entries := v_course.entries || entry;
        end if;
        return v_course;
      end if;
      v_entry := app_private.what_if_claim(v_course, entry, catalogue);
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
    v_course.claims := v_course.claims || row(entry.user_id, entry.asked ->> 'reward_id', entry.asked ->> 'period_key',
      entry.occurred_at, automatic, rules.id, entry.sequence_number)::app_private.reward_claims;
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
--! Included private/entry_before.sql
create or replace function app_private.entry_before(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable parallel safe
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_before.user_id and e.occurred_at < entry_before.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

comment on function app_private.entry_before(uuid, timestamptz) is
  'The last journal entry of a user before an instant; null when there is none.';
--! EndIncluded private/entry_before.sql
--! Included private/what_if_beginning.sql
create or replace function app_private.what_if_beginning(
  user_id uuid, last app_public.journal_entries, catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_from constant bigint := coalesce(last.sequence_number, 0);
  v_course app_private.what_if_course;
begin
  v_course.state := app_rules.state_after(last);
  -- An amnesty since then has taken the place of marks that only the journal still tells of.
  v_course.marks := case when exists (
    select from app_public.journal_entries as e
    where e.user_id = what_if_beginning.user_id and e.sequence_number > v_from and e.kind = 'amnesty'
  ) then (app_private.replay_journal(user_id, v_from)).marks else app_private.marks_through(user_id, v_from) end;
  v_course.unlocks := array(
    select u from app_private.reward_unlocks as u
    where u.user_id = what_if_beginning.user_id and (u.sequence_number <= v_from or not exists (
      select from unnest(catalogue) as c where (c.reward).id = u.reward_id and (c.reward).saved_at <= u.unlocked_at)));
  v_course.claims := array(
    select c from app_private.reward_claims as c
    where c.user_id = what_if_beginning.user_id and c.sequence_number <= v_from);
  v_course.to_be_reversed := array(
    select e.reverses from app_public.journal_entries as e
    where e.user_id = what_if_beginning.user_id and e.reverses > v_from);
  v_course.refused := 0;
  return v_course;
end
$$;

comment on function app_private.what_if_beginning(uuid, app_public.journal_entries, app_private.proposed_reward[]) is
  'Where a what-if begins: as the last entry before it left it, with those unlocks that the proposal does not decide anew.';
--! EndIncluded private/what_if_beginning.sql
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
--! Included private/what_if_user.sql
create or replace function app_private.what_if_user(
  user_id uuid, since timestamptz, at timestamptz, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]
)
returns app_private.what_if_outcome
language plpgsql stable
as $$
declare
  v_last constant app_public.journal_entries := app_private.entry_before(user_id, since);
  v_from constant bigint := coalesce(v_last.sequence_number, 0);
  v_rules app_private.rule_versions;
  v_known app_private.rule_versions[];
  v_row record;
  v_at timestamptz;
  v_course app_private.what_if_course := app_private.what_if_beginning(user_id, v_last, catalogue);
  v_outcome app_private.what_if_outcome;
begin
  for v_row in
    select e as entry, c.automatic, r as reversed
    from app_public.journal_entries as e
    left join app_private.reward_claims as c
      on c.user_id = e.user_id and c.reward_id = e.asked ->> 'reward_id' and c.period_key = e.asked ->> 'period_key' and e.kind = 'claim'
    left join app_public.journal_entries as r on r.user_id = e.user_id and r.sequence_number = e.reverses
    where e.user_id = what_if_user.user_id and e.sequence_number > v_from
    order by e.sequence_number
  loop
    if v_rules.id is null or abs(v_rules.id) <> (v_row.entry).rule_version_id then
      select v.* into v_rules from unnest(versions) as v where abs(v.id) = (v_row.entry).rule_version_id order by v.id limit 1;
      v_known := array(select v from unnest(versions) as v where v.effective_from <= v_rules.effective_from order by v.effective_from);
    end if;
    v_course := app_private.what_if_step(v_course, v_row.entry, v_row.automatic, v_row.reversed, v_rules, v_known, catalogue);
  end loop;

  v_course := app_private.what_if_amnesties(v_course, app_private.last_amnesty_id(), versions);
  v_at := greatest(at, (v_course.state).last_occurred_at);
  v_outcome.user_id := user_id;
  v_outcome.before := app_private.state_as_of(user_id, at);
  v_outcome.after := app_rules.settle(v_course.state, app_rules.rules_at(versions, v_at), versions,
    app_private.excused_days((v_course.state).last_amnesty_id, (v_course.state).last_marked_day), v_at,
    app_rules.ended_by(v_at, (v_course.state).zone, (v_course.state).day_start_hour, versions));
  v_outcome.refused := v_course.refused;
  v_outcome.rewards := app_private.what_if_counts(user_id, v_from, v_course);
  return v_outcome;
end
$$;

comment on function app_private.what_if_user(
  uuid, timestamptz, timestamptz, app_private.rule_versions[], app_private.proposed_reward[]
) is 'What one user''s history since an instant would have come to by another under other rule versions and rewards: the same commands at the same instants, as far as they would not have been refused. Writes nothing.';
--! EndIncluded private/what_if_user.sql

--! Included ops/what_if_users.sql
create or replace function app_private.what_if_users(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  first_user uuid default null, last_user uuid default null
)
returns setof app_private.what_if_outcome
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_versions constant app_private.rule_versions[] := app_private.proposed_versions(since, parameters);
  v_catalogue constant app_private.proposed_reward[] := app_private.proposed_catalogue(rewards, v_versions);
begin
  return query
  select o.*
  from app_private.user_states as s,
    lateral app_private.what_if_user(s.user_id, since, v_at, v_versions, v_catalogue) as o
  where (s.user_id >= first_user or first_user is null) and (s.user_id <= last_user or last_user is null);
end
$$;

comment on function app_private.what_if_users(
  timestamptz, app_public.rule_parameters, app_public.reward[], uuid, uuid
) is 'What each user, from one id to another or all (null), would have now, had some parameters and rewards been others since an instant: the history folded again, each command at its instant. A reward that the proposal names is taken to have been so since then; any other as it is since it was last saved, and before that as it was. Stock is not looked at. Writes nothing. RU001, RW006 and IT001 for a proposal that could not be saved.';
--! EndIncluded ops/what_if_users.sql
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
      select coalesce(jsonb_agg(to_jsonb(r)), '[]') from outcomes as o, unnest(o.rewards) as r),
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
--! Included ops/what_if_whole.sql
create or replace function app_private.what_if_whole(since timestamptz, parts jsonb[])
returns app_public.what_if
language sql stable
begin atomic
  with part as (
    select p.body from unnest(parts) as p(body)
  ), groups as (
    select g.metric, g.change, sum(g.users) as users, sum(g.before) as before, sum(g.after) as after
    from part as p, jsonb_to_recordset(p.body -> 'metrics') as g(metric text, change bigint, users bigint, before numeric, after numeric)
    group by g.metric, g.change
  ), spread as (
    select g.*, sum(g.users) over (partition by g.metric order by g.change) as users_up_to, sum(g.users) over (partition by g.metric) as users_of_all
    from groups as g
  ), changes as (
    select m.id as metric, m.title, sum(s.before) as before, sum(s.after) as after,
      coalesce(sum(s.users) filter (where s.change > 0), 0) as users_gaining, coalesce(sum(s.users) filter (where s.change < 0), 0) as users_losing,
      row(
        min(s.change),
        min(s.change) filter (where s.users_up_to * 10 >= s.users_of_all),
        min(s.change) filter (where s.users_up_to * 4 >= s.users_of_all),
        min(s.change) filter (where s.users_up_to * 2 >= s.users_of_all),
        min(s.change) filter (where s.users_up_to * 4 >= s.users_of_all * 3),
        min(s.change) filter (where s.users_up_to * 10 >= s.users_of_all * 9),
        max(s.change)
      )::app_public.distribution as distribution
    from spread as s join app_private.metrics as m on m.id = s.metric
    group by m.id, m.title
  ), rewards as (
    select r.reward_id, sum(r.unlocks_before) as unlocks_before, sum(r.unlocks_after) as unlocks_after,
      sum(r.claims_before) as claims_before, sum(r.claims_after) as claims_after
    from part as p, jsonb_populate_recordset(null::app_public.what_if_reward, p.body -> 'rewards') as r
    group by r.reward_id
  ), most as (
    select a.user_id, a.refused, a.changes, a.rank
    from part as p, jsonb_to_recordset(p.body -> 'most_affected') as a(user_id uuid, refused int, changes jsonb, rank jsonb)
    order by a.rank limit 20
  )
  select row(
    since,
    (select coalesce(sum((p.body ->> 'users')::bigint), 0) from part as p),
    (select coalesce(sum((p.body ->> 'affected')::bigint), 0) from part as p),
    (select coalesce(sum((p.body ->> 'refused')::bigint), 0) from part as p),
    (select coalesce(array_agg(row(c.metric, c.title, c.before, c.after, c.users_gaining, c.users_losing, c.distribution)::app_public.what_if_change
      order by c.metric), '{}') from changes as c),
    (select coalesce(array_agg(row(r.reward_id, r.unlocks_before, r.unlocks_after, r.claims_before, r.claims_after)::app_public.what_if_reward
      order by r.reward_id), '{}') from rewards as r),
    (select coalesce(array_agg(row(a.user_id, a.refused, array(
        select m from jsonb_populate_recordset(null::app_public.what_if_metric, a.changes) as m))::app_public.what_if_affected
      order by a.rank), '{}') from most as a)
  )::app_public.what_if;
end;

comment on function app_private.what_if_whole(timestamptz, jsonb[]) is
  'The answer of a what-if from its parts, in whatever batches they were made.';
--! EndIncluded ops/what_if_whole.sql
--! Included ops/what_if.sql
create or replace function app_private.what_if(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  one_in int default 1
)
returns app_public.what_if
language plpgsql stable
as $$
declare
  v_last constant uuid := (lpad(to_hex(4294967296 / one_in - 1), 8, '0') || repeat('f', 24))::uuid;
begin
  perform app_private.require_proposal(since, parameters, rewards, one_in);
  return app_private.what_if_whole(since, array[app_private.what_if_part(since, parameters, rewards, null, v_last)]);
end
$$;

comment on function app_private.what_if(timestamptz, app_public.rule_parameters, app_public.reward[], int) is
  'What a proposal would have changed: what_if_users, summed up. one_in: looks at one user of so many, always the same ones, since ids are spread evenly. WI001 for a proposal of nothing, or since an instant to come.';
--! EndIncluded ops/what_if.sql
--! Included api/what_if.sql
-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.what_if(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  one_in int default 1
)
returns app_public.what_if
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.what_if;
begin
  perform app_private.require_operator_id();
  select w.* into v_answer
  from app_private.what_if(what_if.since, what_if.parameters, what_if.rewards, what_if.one_in) as w;
  return v_answer;
end
$$;

grant execute on function app_public.what_if to app_anonymous, app_user, app_operator;
comment on function app_public.what_if(timestamptz, app_public.rule_parameters, app_public.reward[], int) is
  E'@notNull\nFor operators: what would be otherwise now, had some parameters and rewards been others since an instant in the past: the real history of every user, each command at its instant, under the proposal. Give parameters as to addRuleVersion, rewards as to saveReward (each as a whole, new or changed). A reward that the proposal does not name is taken as it is since it was last saved, and before that as it was. What was refused then is in no journal, and stays undone; stock is not looked at. With very many users ask about one of so many: oneIn (they are always the same). Writes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_PROPOSAL, INVALID_RULE_VERSION, INVALID_REWARD, UNKNOWN_ITEM.';
--! EndIncluded api/what_if.sql

--! Included seeds/error_codes.sql
insert into app_private.error_codes (sqlstate, code, meaning) values
  ('IA001', 'SIGNED_OUT', 'The command needs a signed-in user.'),
  ('IA002', 'NOT_AN_OPERATOR', 'Only an operator can do this.'),
  ('US001', 'UNKNOWN_ZONE', 'The zone is not one of the IANA names in app_private.zones.'),
  ('US002', 'INVALID_DAY_START', 'A day starts at hour 0, 4, 5 or 6.'),
  ('CK001', 'DAY_NOT_OPEN', 'The day is neither today nor a yesterday still within its grace.'),
  ('CA001', 'CALENDAR_TOO_LONG', 'The range of days is empty or longer than a calendar shows.'),
  ('ST001', 'NO_STREAK', 'There is no live streak to pause.'),
  ('PS001', 'INVALID_PAUSE', 'The pause is too long, not of days to come, or without a check-in since the last one.'),
  ('RP001', 'NOTHING_TO_REPAIR', 'No streak was lost on the day.'),
  ('RP002', 'REPAIR_TOO_LATE', 'The time to repair the streak is over.'),
  ('PT001', 'NOT_ENOUGH_POINTS', 'The command costs more points than there are.'),
  ('AM001', 'INVALID_AMNESTY', 'An amnesty is of 1 to 31 days, and has a short reason.'),
  ('RW001', 'UNKNOWN_REWARD', 'There is no reward of that id.'),
  ('RW002', 'REWARD_NOT_UNLOCKED', 'The reward has not been unlocked in that period.'),
  ('RW003', 'UNLOCK_EXPIRED', 'The time to claim after the unlock is over.'),
  ('RW004', 'REWARD_NOT_OPEN', 'The moment is outside the reward''s window.'),
  ('RW005', 'OUT_OF_STOCK', 'Nothing is left of the reward.'),
  ('FZ001', 'FREEZES_FULL', 'More freezes than the maximum would be held.'),
  ('FZ002', 'FREEZE_USED', 'A freeze that is to be taken back has been used.'),
  ('IN001', 'INVENTORY_FULL', 'More distinct items than the maximum would be held.'),
  ('NR001', 'NOT_ENOUGH_ENERGY', 'The command takes more energy than there is.'),
  ('QT001', 'INVALID_AMOUNT', 'The amount or quantity is below 1 or beyond the limit.'),
  ('RS001', 'INVALID_REASON', 'A reason has 1 to 200 characters.'),
  ('IK001', 'IDEMPOTENCY_KEY_REUSED', 'The idempotency key belongs to another command of this user.'),
  ('IT001', 'UNKNOWN_ITEM', 'There is no item of that id.'),
  ('IT002', 'ITEM_NOT_ON_SALE', 'The item cannot be bought.'),
  ('IT003', 'NOT_ENOUGH_ITEMS', 'Fewer of the item are held than the command takes.'),
  ('IT004', 'ITEM_WITHOUT_EFFECT', 'None of the item''s effects would change anything now.'),
  ('IT005', 'INVALID_ITEM', 'The item breaks a rule, or could never be used.'),
  ('RW006', 'INVALID_REWARD', 'The reward breaks a rule, or could never be claimed.'),
  ('RU001', 'INVALID_RULE_VERSION', 'The rule version breaks a rule, or does not lie in the future.'),
  ('GR001', 'INVALID_GRANT', 'The grant gives nothing, or more than the limits.'),
  ('RV001', 'NOT_REVERSIBLE', 'There is no such journal entry, or it is of a kind that cannot be reversed.'),
  ('WI001', 'INVALID_PROPOSAL', 'A what-if looks back, and proposes something.'),
  ('US003', 'UNKNOWN_USER', 'There is no user of that id.')
on conflict do nothing;
--! EndIncluded seeds/error_codes.sql

-- Proving a user twice as fast: settled again is only what a change of settings unlocked.
--! Included private/state_when_unlocked.sql
-- After a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(entry app_public.journal_entries)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_rules app_private.rule_versions;
begin
  select v.* into v_rules from unnest(v_versions) as v where v.id = entry.rule_version_id;
  return app_private.settle(app_rules.state_after(entry), v_rules, entry.occurred_at,
    app_rules.ended_by(entry.occurred_at, entry.zone, entry.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_public.journal_entries) is
  'The state in which a change of settings unlocked rewards: settled once more. After every other command it is the state that its entry says.';
--! EndIncluded private/state_when_unlocked.sql
--! Included private/reward_differences.sql
create or replace function app_private.reward_differences(user_id uuid)
returns setof app_private.difference
language sql stable parallel safe
begin atomic
  with unlocks as (
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
