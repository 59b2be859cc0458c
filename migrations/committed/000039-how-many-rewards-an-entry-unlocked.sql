--! Previous: sha1:798727d9eac74b8a00dd394d8e262789987f7e78
--! Hash: sha1:fe34d18f9bd49e1e9453f18e03568de233acb2a1
--! Message: how many rewards an entry unlocked

-- An entry says how many rewards it unlocked, so that an unlock that is gone is missed; record unlocks and claims on its own.
-- The table first: whoever writes to it is done before anything that it calls is gone.
alter table app_public.journal_entries add column rewards_unlocked int;
comment on column app_public.journal_entries.rewards_unlocked is E'@behavior +sum:attribute:aggregate\nHow many rewards it unlocked; null for entries from before they were counted, which a sum leaves out.';
drop function app_rules.journal_entry(app_private.user_states, app_private.user_states, app_private.user_states, app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid);
drop function app_private.record(app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[], app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid);
drop function app_private.unlock_rewards(app_private.user_states, date);
drop function app_private.unlock_and_claim(app_private.outcome, date);
drop function app_private.finish(app_private.outcome);
alter type app_private.outcome drop attribute unlocks;
comment on type app_private.outcome is
  'What a command has come to: its journal entry as it is stored, and the state after it and after what was claimed on its account.';

--! Included rules/journal_entry.sql
-- The deltas cannot disagree with the states, since they are computed from them.
create or replace function app_rules.journal_entry(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  kind app_public.journal_kind, day date, asked jsonb, terms jsonb, idempotency_key uuid, reverses bigint, operator_id uuid,
  rewards_unlocked int default null
)
returns app_public.journal_entries
language sql immutable parallel safe
return row(
  after.user_id,
  before.sequence_number + 1,
  after.last_occurred_at, day, kind, asked, after.rule_version_id,
  after.check_ins - before.check_ins,
  cardinality(after.freezes) - cardinality(settled.freezes),
  cardinality(before.freezes) - cardinality(settled.freezes),
  settled.energy - before.energy,
  after.energy - settled.energy,
  after.xp - before.xp,
  after.points - before.points,
  -- Mostly nothing has changed, which is cheaper to see here than to ask.
  case when before.inventory = after.inventory then '{}' else app_rules.items_delta(before.inventory, after.inventory) end,
  after.last_day, after.zone, after.day_start_hour, after.check_ins, after.run_length, after.run_started_on,
  after.longest_streak, after.last_marked_day, after.last_check_in_day, after.last_freeze_day, after.last_travel_day,
  after.freezes, after.energy, after.energy_anchor, after.xp, after.level, after.points, after.lifetime_points,
  after.inventory, after.paused_from, after.paused_until, after.last_amnesty_id, terms, idempotency_key, reverses,
  operator_id, rewards_unlocked
)::app_public.journal_entries;

comment on function app_rules.journal_entry(
  app_private.user_states, app_private.user_states, app_private.user_states,
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid, int
) is 'The journal entry of a change of state. before: as stored; settled: the same as of now; after: what the command made of it. The rest is taken as it is.';
--! EndIncluded rules/journal_entry.sql
--! Included rules/is_journal_entry.sql
-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_journal_entry(entry app_public.journal_entries)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when entry.sequence_number < 1 then 'sequence_numbers_start_at_1'
    when entry.freezes_granted < 0 and entry.kind <> 'reversal' then 'only_a_reversal_takes_freezes_back'
    when entry.freezes_used < 0 then 'freezes_used_is_not_negative'
    when entry.energy_refilled < 0 then 'energy_refilled_is_not_negative'
    when entry.xp_delta < 0 then 'xp_is_never_lost'
    when entry.points < 0 then 'points_are_not_negative'
    when jsonb_typeof(entry.items_delta) <> 'object' then 'items_delta_maps_items'
    when (entry.kind = 'reversal') <> (entry.reverses is not null)
      or entry.reverses not between 1 and entry.sequence_number - 1 then 'a_reversal_names_an_earlier_entry'
    -- What is repeatable by nature needs none; every other command has one.
    when (entry.idempotency_key is null)
      <> (entry.kind in ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'reversal')) then 'a_repeatable_command_has_its_key'
    -- What replay cannot ask the catalogue, which changes.
    when (entry.terms is not null) <> (entry.kind in ('claim', 'buy', 'use')) then 'what_the_catalogue_said_is_kept'
    when (entry.operator_id is not null) <> (entry.kind in ('grant', 'reversal')) then 'an_operator_s_command_names_the_operator'
    when entry.rewards_unlocked < 0 then 'rewards_unlocked_are_not_negative'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('journal entry', 'app_public', 'journal_entries', v_broken);
end
$$;

comment on function app_rules.is_journal_entry(app_public.journal_entries) is
  'Whether this can be a journal entry. Errors: 23514 with the name of the rule that it breaks as constraint.';
--! EndIncluded rules/is_journal_entry.sql
--! Included private/state_when_unlocked.sql
-- After a change of settings a day may have ended that the cover did not reach.
create or replace function app_private.state_when_unlocked(after app_private.user_states)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := after.last_occurred_at;
  v_versions app_private.rule_versions[];
  v_rules app_private.rule_versions;
begin
  if after.run_length = 0 or after.last_marked_day >= app_rules.local_day(v_at, after.zone, after.day_start_hour) - 1 then
    return after;
  end if;
  v_versions := app_private.all_versions();
  select v.* into v_rules from unnest(v_versions) as v where v.id = after.rule_version_id;
  return app_private.settle(after, v_rules, v_at, app_rules.ended_by(v_at, after.zone, after.day_start_hour, v_versions));
end
$$;

comment on function app_private.state_when_unlocked(app_private.user_states) is
  'The state in which a change of settings unlocks rewards: that after it, settled once more. After every other command it is the state after it.';
--! EndIncluded private/state_when_unlocked.sql
--! Included private/unlocks_earned.sql
-- Looked for are unmet conditions, once, and an unlock that there is, by its key: neither grows with the other.
-- One statement finds and makes them, so that no reward changes in between.
create or replace function app_private.unlocks_earned(state app_private.user_states, day date, sequence_number bigint)
returns app_private.reward_unlocks[]
language plpgsql stable
as $$
begin
  return array(
    select row(state.user_id, r.id, r.period_key, state.last_occurred_at,
      app_rules.seconds_after(state.last_occurred_at, r.claim_within_hours * 3600::bigint),
      state.rule_version_id, unlocks_earned.sequence_number,
      (select coalesce(jsonb_object_agg(c.metric, c.at_least), '{}') from app_private.reward_conditions as c where c.reward_id = r.id),
      r.revision)::app_private.reward_unlocks
    from (
      select s.id, s.claim_within_hours, s.revision, app_rules.period_key(s.repeats, unlocks_earned.day, state.run_started_on) as period_key
      from app_private.rewards as s
      where s.enabled and app_rules.window_is_open(s.starts_at, s.ends_at, state.last_occurred_at)
    ) as r
    where r.period_key is not null
      and r.id <> all (array(
        select c.reward_id from app_private.reward_conditions as c
        where (app_rules.metric_value(c.metric, state) >= c.at_least) is not true))
      and (
        select u.user_id from app_private.reward_unlocks as u
        where u.user_id = state.user_id and u.reward_id = r.id and u.period_key = r.period_key) is null);
end
$$;

comment on function app_private.unlocks_earned(app_private.user_states, date, bigint) is
  'The unlocks that an entry of this number has earned by the state it led to: of each reward whose conditions hold and which is not unlocked yet in the day''s period. One look, whatever the number of rewards. Writes nothing.';
--! EndIncluded private/unlocks_earned.sql
--! Included private/record.sql
-- The only writer of user_states, journal_entries, day_marks and reward_unlocks: nothing changes without its entry.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb,
  terms jsonb default null, idempotency_key uuid default null, reverses bigint default null, operator_id uuid default null,
  unlocks boolean default true
)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_after app_private.user_states := after;
  v_unlocks constant app_private.reward_unlocks[] := case when unlocks then app_private.unlocks_earned(
    case when record.kind = 'settings' then app_private.state_when_unlocked(after) else after end, day, before.sequence_number + 1) else '{}' end;
  v_entry constant app_public.journal_entries := app_rules.journal_entry(before, settled, after,
    kind, day, asked, terms, idempotency_key, reverses, operator_id, cardinality(v_unlocks));
  v_marks constant app_private.marked_day[] :=
    app_rules.calendar_with(app_private.bridged_marks(before, settled), marks);
begin
  v_after.sequence_number := v_entry.sequence_number;
  insert into app_public.journal_entries values (v_entry.*);

  if cardinality(v_marks) > 0 then
    -- Only an amnesty takes the place of another mark; for all others a day that is marked already is an error.
    if record.kind = 'amnesty' then
      delete from app_private.day_marks as m
      where m.user_id = v_after.user_id and m.mark in ('freeze', 'repair')
        and m.day = any (array(select a.day from unnest(v_marks) as a where a.mark = 'amnesty'));
    end if;
    insert into app_private.day_marks select m.* from app_rules.marks_made(v_entry, before, v_marks) as m;
  end if;

  update app_private.user_states as s
  set sequence_number = v_after.sequence_number,
    last_occurred_at = v_after.last_occurred_at,
    rule_version_id = v_after.rule_version_id,
    last_day = v_after.last_day,
    zone = v_after.zone,
    day_start_hour = v_after.day_start_hour,
    check_ins = v_after.check_ins,
    run_length = v_after.run_length,
    run_started_on = v_after.run_started_on,
    longest_streak = v_after.longest_streak,
    last_marked_day = v_after.last_marked_day,
    last_check_in_day = v_after.last_check_in_day,
    last_freeze_day = v_after.last_freeze_day,
    last_travel_day = v_after.last_travel_day,
    freezes = v_after.freezes,
    energy = v_after.energy,
    energy_anchor = v_after.energy_anchor,
    xp = v_after.xp,
    level = v_after.level,
    points = v_after.points,
    lifetime_points = v_after.lifetime_points,
    inventory = v_after.inventory,
    paused_from = v_after.paused_from,
    paused_until = v_after.paused_until,
    last_amnesty_id = v_after.last_amnesty_id,
    clock_ahead_seconds = v_after.clock_ahead_seconds
  where s.user_id = v_after.user_id;

  -- Mostly nothing unlocks, and a statement that could write costs more than one that looks.
  if cardinality(v_unlocks) > 0 then
    insert into app_private.reward_unlocks select u.* from unnest(v_unlocks) as u;
    v_after := app_private.auto_claim(v_after);
  end if;
  return row(v_entry, v_after)::app_private.outcome;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid, boolean
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, the new state, what rewards that unlocks, and the claims of those that claim themselves. Returns the entry, and the state after all of it. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks; unlocks: whether rewards are looked for. Days are marked under the settings of before. The rest is written as it is.';
--! EndIncluded private/record.sql
--! Included private/bootstrap.sql
create or replace function app_private.bootstrap(
  user_id uuid, issuer text, subject text, zone text, day_start_hour int, is_test_user boolean default false
)
returns boolean
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_state app_private.user_states := app_rules.starting_state(user_id, v_rules, v_at, zone, day_start_hour);
  v_nothing app_private.user_states;
begin
  -- A concurrent bootstrap waits here for the first, and finds that there is nothing left to do.
  insert into app_private.users (user_id, issuer, subject, created_at)
  values (bootstrap.user_id, bootstrap.issuer, bootstrap.subject, v_at)
  on conflict do nothing;
  if not found then
    return false;
  end if;

  v_state.clock_ahead_seconds := case when is_test_user then 0 end;
  v_state.last_amnesty_id := app_private.last_amnesty_id();
  insert into app_private.user_states
    (user_id, sequence_number, last_occurred_at, rule_version_id, zone, day_start_hour, energy, energy_anchor, level)
  values (v_state.user_id, 1, v_at, v_rules.id, v_state.zone, v_state.day_start_hour, 0, v_at, v_state.level);

  v_nothing := app_rules.state_of_nothing(v_state);
  perform app_private.record(v_nothing, v_nothing, v_state, '{}', 'bootstrap',
    app_rules.local_day(v_at, v_state.zone, v_state.day_start_hour),
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour)
      || case when is_test_user then '{"test_user": true}' else '{}' end::jsonb, unlocks => false);
  return true;
end
$$;

comment on function app_private.bootstrap(uuid, text, text, text, int, boolean) is
  'Creates the user, the starting state and journal entry 1, unless they exist; true when it did. A test user has an own clock from then on.';
--! EndIncluded private/bootstrap.sql
--! Included private/lock_state.sql
-- `for no key update`, so that inserts that refer to the user do not wait.
create or replace function app_private.lock_state(user_id uuid)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states;
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  select s.* into v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  if found then
    -- Amnesties of which the state knows nothing yet come before the command.
    v_last_amnesty_id := app_private.last_amnesty_id();
    if v_state.last_amnesty_id < v_last_amnesty_id then
      for v_step in select s.* from app_private.amnesty_steps(v_state) as s loop
        v_state := (app_private.record(v_state, v_step.settled, v_step.after, v_step.marks, 'amnesty',
          (v_step.settled).last_day, jsonb_build_object('amnesty_id', v_step.amnesty_id), unlocks => false)).after;
      end loop;
      v_state.last_amnesty_id := greatest(v_state.last_amnesty_id, v_last_amnesty_id);
    end if;
    return v_state;
  end if;

  perform app_private.bootstrap(lock_state.user_id, current_setting('app.issuer'), current_setting('app.subject'),
    app_private.token_zone(), 0);
  select s.* into strict v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  return v_state;
end
$$;

comment on function app_private.lock_state(uuid) is
  'Locks and returns the user''s state: the one gate for everything this user does. Creates the user at the first command, and stores what amnesties have changed since the last one.';
--! EndIncluded private/lock_state.sql
--! Included private/apply_claim.sql
create or replace function app_private.apply_claim(
  before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text,
  automatic boolean
)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_rules constant app_private.rule_versions := app_private.rules_at(settled.last_occurred_at);
  v_after constant app_private.user_states := app_rules.after_effects(settled, v_rules, settled.last_day, reward.gives);
  v_outcome app_private.outcome;
  v_entry app_public.journal_entries;
begin
  v_outcome := app_private.record(before, settled, v_after, '{}', 'claim', settled.last_day,
    jsonb_build_object('reward_id', reward.id, 'period_key', period_key),
    terms => jsonb_build_object('gives', app_private.effects_named(reward.gives)), unlocks => not automatic);
  v_entry := v_outcome.entry;
  insert into app_private.reward_claims
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock, reward_revision)
  values (v_entry.user_id, reward.id, apply_claim.period_key, v_entry.occurred_at, apply_claim.automatic,
    v_entry.rule_version_id, v_entry.sequence_number, app_rules.takes_stock(settled, reward),
    reward.revision);
  return v_outcome;
end
$$;

comment on function app_private.apply_claim(
  app_private.user_states, app_private.user_states, app_private.rewards, text, boolean
) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';
--! EndIncluded private/apply_claim.sql
--! Included private/outcome_of.sql
create or replace function app_private.outcome_of(user_id uuid, sequence_number bigint, after app_private.user_states)
returns app_private.outcome
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = outcome_of.user_id and e.sequence_number = outcome_of.sequence_number;
  return row(v_entry, after)::app_private.outcome;
end
$$;

comment on function app_private.outcome_of(uuid, bigint, app_private.user_states) is
  'What an earlier command has come to. after: the state as a repeat shows it, which is that of now.';
--! EndIncluded private/outcome_of.sql
--! Included private/unlocked_by.sql
create or replace function app_private.unlocked_by(outcome app_private.outcome)
returns app_public.unlocked_reward[]
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
begin
  if v_entry.rewards_unlocked = 0 then
    return '{}';
  end if;
  return array(
    select row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = v_entry.user_id and u.sequence_number = v_entry.sequence_number
    order by r.priority, r.id);
end
$$;

comment on function app_private.unlocked_by(app_private.outcome) is 'What a command unlocked.';
--! EndIncluded private/unlocked_by.sql
--! Included private/repeat_answer.sql
create or replace function app_private.repeat_answer(entry app_public.journal_entries, state app_private.user_states)
returns app_public.command_result
language plpgsql stable
as $$
begin
  return app_private.entry_answer(row(entry, state)::app_private.outcome, true);
end
$$;

comment on function app_private.repeat_answer(app_public.journal_entries, app_private.user_states) is
  'What a repeat of a command is answered. entry: of the command as it was made; state: that of now.';
--! EndIncluded private/repeat_answer.sql
--! Included private/check_in.sql
create or replace function app_private.check_in(user_id uuid, day date)
returns app_public.check_in_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_today constant date := app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day);
  v_day constant date := coalesce(day, v_today);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_marked app_private.marked_day;
  v_mark app_private.day_marks;
  v_outcome app_private.outcome;
begin
  -- Look: a check-in that exists is the answer.
  if v_day <= v_before.last_marked_day then
    select m.* into v_mark from app_private.day_marks as m
    where m.user_id = check_in.user_id and m.day = v_day and m.mark in ('check_in', 'late');
    if found then
      return app_private.check_in_answer(v_mark, true,
        app_private.outcome_of(user_id, v_mark.sequence_number, app_private.state_as_of(user_id, v_at)));
    end if;
  end if;

  -- Decide
  perform app_private.require_day_is_open(v_before, v_day, v_today, v_at);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_day - 1);
  v_after := app_rules.after_check_in(v_settled, v_rules, v_day);

  -- Write
  v_marked.day := v_day;
  v_marked.mark := case when v_day < v_today then 'late'::app_public.mark else 'check_in'::app_public.mark end;
  v_outcome := app_private.record(v_before, v_settled, v_after, array[v_marked],
    'check_in', v_day, jsonb_build_object('day', check_in.day));

  -- Answer
  return app_private.check_in_answer(app_rules.mark_made(v_outcome.entry, v_before, v_marked), false, v_outcome);
end
$$;

comment on function app_private.check_in(uuid, date) is
  'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';
--! EndIncluded private/check_in.sql
--! Included private/claim_reward.sql
create or replace function app_private.claim_reward(user_id uuid, reward_id text, period_key text)
returns app_public.claim_reward_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_settled app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: a claim that exists is the answer. Without a period key the latest unlock is meant.
  select r.* into v_reward from app_private.rewards as r where r.id = claim_reward.reward_id;
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = claim_reward.user_id and u.reward_id = v_reward.id
    and u.period_key = coalesce(claim_reward.period_key, u.period_key)
  order by u.unlocked_at desc, u.sequence_number desc limit 1;
  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  if found then
    return app_private.claim_answer(v_claim, true,
      app_private.outcome_of(user_id, v_claim.sequence_number, app_private.state_as_of(user_id, v_at)));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_claimable(reward_id, v_reward, v_unlock, v_settled, v_rules);

  -- Write
  v_outcome := app_private.apply_claim(v_before, v_settled, v_reward, v_unlock.period_key, false);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;

  -- Answer
  return app_private.claim_answer(v_claim, false, v_outcome);
end
$$;

comment on function app_private.claim_reward(uuid, text, text) is
  'Claims an unlocked reward for a user, or answers with the claim that exists.';
--! EndIncluded private/claim_reward.sql
--! Included private/spend_energy.sql
create or replace function app_private.spend_energy(user_id uuid, amount int, reason text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('amount', amount, 'reason', reason);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'spend', v_asked);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_spendable(v_settled, v_rules, amount, reason);
  v_after := app_rules.after_spend(v_settled, amount);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'spend', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.spend_energy(uuid, int, text, uuid) is
  'Spends energy of a user, or answers with what was spent with this idempotency key.';
--! EndIncluded private/spend_energy.sql
--! Included private/buy_item.sql
create or replace function app_private.buy_item(user_id uuid, item_id text, quantity int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id, 'quantity', quantity);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'buy', v_asked);
  v_item app_private.items;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = buy_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_buyable(v_settled, v_rules, item_id, v_item, quantity);
  v_after := app_rules.after_purchase(v_settled, v_item.id, quantity, v_item.price_points);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'buy', v_settled.last_day, v_asked,
    terms => jsonb_build_object('price_points', v_item.price_points), idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.buy_item(uuid, text, int, uuid) is
  'Buys items for a user''s points, or answers with what was bought with this idempotency key.';
--! EndIncluded private/buy_item.sql
--! Included private/use_item.sql
create or replace function app_private.use_item(user_id uuid, item_id text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'use', v_asked);
  v_item app_private.items;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = use_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_usable(v_settled, v_rules, item_id, v_item);
  v_after := app_rules.after_use(v_settled, v_rules, v_settled.last_day, v_item.id, v_item.gives);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'use', v_settled.last_day, v_asked,
    terms => jsonb_build_object('gives', app_private.effects_named(v_item.gives)), idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.use_item(uuid, text, uuid) is
  'Uses one of an item that a user holds, or answers with what was used with this idempotency key.';
--! EndIncluded private/use_item.sql
--! Included private/discard_item.sql
create or replace function app_private.discard_item(user_id uuid, item_id text, quantity int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_asked constant jsonb := jsonb_build_object('item_id', item_id, 'quantity', quantity);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'discard', v_asked);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_held(v_settled, item_id, quantity);
  v_after := app_rules.after_discard(v_settled, item_id, quantity);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'discard', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.discard_item(uuid, text, int, uuid) is
  'Throws items of a user away, or answers with what was thrown away with this idempotency key.';
--! EndIncluded private/discard_item.sql
--! Included private/pause_streak.sql
create or replace function app_private.pause_streak(user_id uuid, until date)
returns app_public.pause_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
  v_answer app_public.pause_streak_result;
begin
  -- Look: a pause that is so already needs no change.
  if v_before.paused_until = until and v_before.paused_from > v_before.last_check_in_day then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.pause_streak_result;
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_pausable(v_settled, v_rules, until);
  v_after := app_rules.after_pause(v_settled, app_rules.pause_starts_on(v_settled), until);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'pause', v_settled.last_day,
    jsonb_build_object('until', until));

  -- Answer
  v_answer.state := app_private.present(v_outcome.after);
  v_answer.unlocked := app_private.unlocked_by(v_outcome);
  v_answer.claimed := app_private.claimed_of(user_id, v_answer.unlocked);
  return v_answer;
end
$$;

comment on function app_private.pause_streak(uuid, date) is
  'Pauses a user''s run from tomorrow through a day, or moves the end of the pause that is open.';
--! EndIncluded private/pause_streak.sql
--! Included private/repair_streak.sql
create or replace function app_private.repair_streak(user_id uuid, day date)
returns app_public.repair_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_ended_through constant date := app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_missed_through date;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_outcome app_private.outcome;
  v_sequence_number bigint;
begin
  -- Look: a repair that was made is the answer.
  select m.sequence_number into v_sequence_number from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day and m.mark = 'repair';
  if found then
    return app_private.repair_answer(true,
      app_private.outcome_of(user_id, v_sequence_number, app_private.state_as_of(user_id, v_at)));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at, v_ended_through);
  v_missed_through := app_rules.missed_through(v_settled, v_ended_through);
  v_calendar := app_rules.calendar_with(app_private.calendar_of(user_id), app_private.bridged_marks(v_before, v_settled));
  v_marks := app_rules.repair_marks(v_settled, v_calendar, day, v_missed_through,
    app_private.excused_days(v_settled.last_amnesty_id, '-infinity'), v_rules.repair_points);
  perform app_private.require_repairable(v_settled, v_rules, day, v_marks);
  v_after := app_rules.after_repair(v_settled, v_calendar, v_marks, v_missed_through);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, v_marks, 'repair', v_settled.last_day,
    jsonb_build_object('day', day));

  -- Answer
  return app_private.repair_answer(false, v_outcome);
end
$$;

comment on function app_private.repair_streak(uuid, date) is
  'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';
--! EndIncluded private/repair_streak.sql
--! Included private/update_settings.sql
create or replace function app_private.update_settings(user_id uuid, zone text, day_start_hour int)
returns app_public.update_settings_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := app_private.occurs_at(v_before);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_zone constant text := coalesce(zone, v_before.zone);
  v_day_start_hour constant int := coalesce(day_start_hour, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
  v_open_from date;
  v_skipped app_private.marked_day[];
  v_answer app_public.update_settings_result;
begin
  -- Look: settings that are so already need no change.
  if v_zone = v_before.zone and v_day_start_hour = v_before.day_start_hour then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.update_settings_result;
  end if;

  -- Decide
  perform app_private.require_settings(v_zone, v_day_start_hour);
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  v_after := app_rules.with_settings(v_settled, v_before.last_day, v_zone, v_day_start_hour);
  v_open_from := app_rules.open_from(v_settled, v_after, app_private.ended_through(v_at, v_zone, v_day_start_hour));
  v_skipped := app_rules.skipped_days(v_after, v_open_from,
    app_private.excused_days(v_settled.last_amnesty_id, v_settled.last_marked_day), v_rules.travel_cover_days);
  v_after := app_rules.after_skipped_days(v_after, v_skipped);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, v_skipped, 'settings', v_after.last_day,
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));

  -- Answer
  v_answer.state := app_private.present(app_private.state_as_of(user_id, v_at));
  v_answer.unlocked := app_private.unlocked_by(v_outcome);
  v_answer.claimed := app_private.claimed_of(user_id, v_answer.unlocked);
  return v_answer;
end
$$;

comment on function app_private.update_settings(uuid, text, int) is
  'Changes a user''s zone or day start (null leaves it), at once, for days not yet marked. Days that the change skips are bridged.';
--! EndIncluded private/update_settings.sql
--! Included private/grant_effects.sql
create or replace function app_private.grant_effects(
  user_id uuid, operator_id uuid, gives app_public.effects, reason text, idempotency_key uuid
)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_before app_private.user_states;
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_gives constant app_public.effects := app_rules.effects_with_defaults(gives);
  v_asked constant jsonb := jsonb_build_object('gives', app_private.effects_named(gives), 'reason', reason);
  v_entry app_public.journal_entries;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: what was made with this key is the answer.
  v_entry := app_private.earlier_entry(user_id, idempotency_key, 'grant', v_asked);
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_grantable(v_settled, v_rules, v_gives, reason);
  v_after := app_rules.after_effects(v_settled, v_rules, v_settled.last_day, v_gives);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'grant', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key, operator_id => operator_id);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.grant_effects(uuid, uuid, app_public.effects, text, uuid) is
  'Gives a user something in an operator''s name, or answers with what was given with this idempotency key.';
--! EndIncluded private/grant_effects.sql
--! Included private/reverse_entry.sql
create or replace function app_private.reverse_entry(
  user_id uuid, operator_id uuid, sequence_number bigint, reason text
)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_before app_private.user_states;
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_reversed app_public.journal_entries;
  v_reversal app_public.journal_entries;
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: a reversal that was made is the answer.
  select e.* into v_reversal from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.reverses = reverse_entry.sequence_number;
  if found then
    return app_private.repeat_answer(v_reversal, app_private.state_as_of(user_id, v_at));
  end if;
  select e.* into v_reversed from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.sequence_number = reverse_entry.sequence_number;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_reversible(v_settled, v_rules, sequence_number, v_reversed, reason);
  v_after := app_rules.after_reversal(v_settled, v_rules, v_reversed);

  -- Write
  v_outcome := app_private.record(v_before, v_settled, v_after, '{}', 'reversal', v_settled.last_day,
    jsonb_build_object('sequence_number', sequence_number, 'reason', reason),
    reverses => sequence_number, operator_id => operator_id);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.reverse_entry(uuid, uuid, bigint, text) is
  'Takes back what a journal entry of a user gave, and gives back what it took, by an entry of its own; or answers with the reversal that was made.';
--! EndIncluded private/reverse_entry.sql
--! Included private/advance_clock.sql
create or replace function app_private.advance_clock(user_id uuid, days int, hours int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_asked constant jsonb := jsonb_build_object('days', days, 'hours', hours);
  v_entry constant app_public.journal_entries := app_private.earlier_entry(user_id, idempotency_key, 'clock', v_asked);
  v_moved constant app_private.user_states := app_rules.after_clock(v_before, days, hours);
  v_at timestamptz;
  v_rules app_private.rule_versions;
  v_after app_private.user_states;
  v_outcome app_private.outcome;
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.repeat_answer(v_entry, app_private.state_as_of(user_id));
  end if;

  -- Decide: it happens where it has moved the clock to, and nothing else does.
  perform app_private.require_clock(v_before, days, hours);
  v_at := app_private.occurs_at(v_moved);
  v_rules := app_private.rules_at(v_at);
  v_after := app_private.settle(v_moved, v_rules, v_at,
    app_private.ended_through(v_at, v_moved.zone, v_moved.day_start_hour));

  -- Write
  v_outcome := app_private.record(v_before, v_after, v_after, '{}', 'clock', v_after.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.advance_clock(uuid, int, int, uuid) is
  'Moves a test user''s own clock ahead, or answers with the move that was made with this idempotency key.';
--! EndIncluded private/advance_clock.sql
--! Included private/entry_difference.sql
create or replace function app_private.entry_difference(
  entry app_public.journal_entries, before app_private.user_states, replayed app_private.replayed_command
)
returns text
language plpgsql stable parallel safe
as $$
declare
  v_by_the_rules constant app_public.journal_entries := app_rules.journal_entry(before, replayed.settled, replayed.after,
    entry.kind, replayed.day, entry.asked, entry.terms, entry.idempotency_key, entry.reverses, entry.operator_id, entry.rewards_unlocked);
begin
  if replayed.obstacle is not null then
    return format('The rules would not have had it: %s', coalesce(
      (select c.meaning from app_private.error_codes as c where c.sqlstate = replayed.obstacle), replayed.obstacle));
  elsif v_by_the_rules is distinct from entry then
    return 'The entry is not what the rules make of it: ' || app_rules.record_difference(to_jsonb(entry), to_jsonb(v_by_the_rules));
  end if;
  return null;
end
$$;

grant execute on function app_private.entry_difference to app_user;
comment on function app_private.entry_difference(
  app_public.journal_entries, app_private.user_states, app_private.replayed_command
) is 'In what a stored entry is not what the rules make of it; null when it is.';
--! EndIncluded private/entry_difference.sql
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
    select u.*, e as entry, case when e.kind = 'settings' then app_private.state_when_unlocked(app_rules.state_after(e)) else app_rules.state_after(e) end as state
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
  select e.sequence_number, format('The entry tells of %s unlocks; %s are stored.', coalesce(e.rewards_unlocked::text, 'no number of'), coalesce(n.stored, 0))
  from (
    -- Once they are counted, they are.
    select j.sequence_number, j.rewards_unlocked, bool_or(j.rewards_unlocked is not null) over (order by j.sequence_number) as is_counted
    from app_public.journal_entries as j where j.user_id = reward_differences.user_id
  ) as e
  left join (select u.sequence_number, count(*) as stored from unlocks as u group by u.sequence_number) as n using (sequence_number)
  where e.is_counted and e.rewards_unlocked is distinct from coalesce(n.stored, 0)
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
--! Included private/entry_at.sql
create or replace function app_private.entry_at(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable parallel safe
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_at.user_id and e.occurred_at <= entry_at.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

grant execute on function app_private.entry_at to app_user;
comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
--! EndIncluded private/entry_at.sql
--! Included api/me_journal.sql
-- Invoker: row-level security decides what is read. Plain SQL, so that it is inlined and the key is used.
create or replace function app_public.me_journal(me app_public.me)
returns setof app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e where e.user_id = me.user_id order by e.sequence_number desc;
end;

grant execute on function app_public.me_journal to app_user;
comment on function app_public.me_journal(app_public.me) is
  E'@behavior -queryField\nEvery change of the user''s state, latest first.';
--! EndIncluded api/me_journal.sql

drop function app_private.state_when_unlocked(app_public.journal_entries);
