--! Previous: sha1:2642ab377d8930fe096bb4fb571bb1835ff401ca
--! Hash: sha1:fdc8f795d23037cf5ef5a82fad206a9aeae63f61
--! Message: outcome of a command

-- What a command has come to is one type: its answer is made of what was written, without reading it again.
drop function if exists app_private.record(app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[], app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid);
drop function if exists app_private.unlock_and_claim(app_private.user_states, date);
drop function if exists app_private.finish(app_private.user_states);
drop function if exists app_private.unlocked_by(uuid, bigint);
drop function if exists app_private.check_in_answer(app_private.day_marks, boolean, app_private.user_states);
drop function if exists app_private.entry_answer(app_public.journal_entries, boolean, app_private.user_states);
drop function if exists app_private.claim_answer(app_private.reward_claims, boolean, app_private.user_states);
drop function if exists app_private.repair_answer(app_private.day_marks, boolean, app_private.user_states);
drop function if exists app_private.apply_claim(app_private.user_states, app_private.user_states, app_private.rewards, text, boolean);
drop function if exists app_private.unlock_and_claim(app_private.outcome, date);
drop function if exists app_private.finish(app_private.outcome);
drop function if exists app_private.unlocked_by(app_private.outcome);
drop function if exists app_private.outcome_of(uuid, bigint, app_private.user_states);
drop function if exists app_private.check_in_answer(app_private.day_marks, boolean, app_private.outcome);
drop function if exists app_private.entry_answer(app_private.outcome, boolean);
drop function if exists app_private.claim_answer(app_private.reward_claims, boolean, app_private.outcome);
drop function if exists app_private.repair_answer(boolean, app_private.outcome);
drop type if exists app_private.outcome;

--! Included types/outcome.sql
create type app_private.outcome as (
  entry app_public.journal_entries,
  after app_private.user_states,
  unlocks boolean
);

comment on type app_private.outcome is
  'What a command has come to: its journal entry as it is stored, the state after it and after what was claimed on its account, and whether it may have unlocked rewards.';
--! EndIncluded types/outcome.sql
--! Included private/record.sql
-- The only writer of user_states, journal_entries and day_marks: no state changes without its entry.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb,
  terms jsonb default null, idempotency_key uuid default null, reverses bigint default null, operator_id uuid default null
)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_after app_private.user_states := after;
  v_entry constant app_public.journal_entries := app_rules.journal_entry(before, settled, after,
    kind, day, asked, terms, idempotency_key, reverses, operator_id);
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

  return row(v_entry, v_after, false)::app_private.outcome;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, and the new state. Returns these as they are stored. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks. Days are marked under the settings of before. The rest is written as it is.';
--! EndIncluded private/record.sql
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
          (v_step.settled).last_day, jsonb_build_object('amnesty_id', v_step.amnesty_id))).after;
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
--! Included private/unlock_and_claim.sql
create or replace function app_private.unlock_and_claim(outcome app_private.outcome, day date)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_outcome app_private.outcome := outcome;
begin
  v_outcome.unlocks := app_private.unlock_rewards(outcome.after, day);
  if v_outcome.unlocks then
    v_outcome.after := app_private.auto_claim(outcome.after);
  end if;
  return v_outcome;
end
$$;

comment on function app_private.unlock_and_claim(app_private.outcome, date) is
  'What each command ends with: unlocks what now holds, and claims of it what claims itself. Returns what it has then come to.';
--! EndIncluded private/unlock_and_claim.sql
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
  return row(v_entry, after, true)::app_private.outcome;
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
  if not outcome.unlocks then
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
--! Included private/repair_offer.sql
create or replace function app_private.repair_offer(
  state app_private.user_states, rules app_private.rule_versions, today date
)
returns app_public.streak_repair
language plpgsql stable
as $$
declare
  v_missed_through date;
  v_day date;
  v_excused datemultirange;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_offer app_public.streak_repair;
begin
  -- The latest gap is just before the live run, or at the end of the calendar. Mostly there is none, or its time is over.
  if state.check_ins = state.run_length
    or state.run_length > 0 and state.run_started_on - 1 + rules.repair_within_days < today then
    return null;
  end if;
  v_missed_through := app_rules.missed_through(state,
    app_private.ended_through(state.last_occurred_at, state.zone, state.day_start_hour));
  v_day := case when state.run_length > 0 then state.run_started_on - 1 else v_missed_through end;

  v_excused := app_private.excused_days(state.last_amnesty_id, '-infinity');
  v_calendar := app_rules.calendar_with(app_private.calendar_of(state.user_id),
    app_private.unstored_marks(state));
  v_marks := app_rules.repair_marks(state, v_calendar, v_day, v_missed_through, v_excused, rules.repair_points);
  select max(m.day), count(*), sum(m.paid_points), max(m.day) + rules.repair_within_days
  into v_offer.day, v_offer.missed_days, v_offer.points, v_offer.until
  from unnest(v_marks) as m where m.mark = 'repair';
  if v_offer.day is null or v_offer.until < today then
    return null;
  end if;
  v_offer.current := (app_rules.after_repair(state, v_calendar, v_marks, v_missed_through)).run_length;
  return v_offer;
end
$$;

grant execute on function app_private.repair_offer to app_user;
comment on function app_private.repair_offer(app_private.user_states, app_private.rule_versions, date) is
  'The latest gap of a settled state''s calendar, while it can be repaired; null otherwise.';
--! EndIncluded private/repair_offer.sql
--! Included private/check_in_answer.sql
-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, outcome app_private.outcome
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_unlocked constant app_public.unlocked_reward[] := app_private.unlocked_by(outcome);
begin
  return row(mark.day, mark.mark, mark.marked_at, already_checked_in, app_rules.amounts_given(v_entry), v_entry.freezes_used,
    v_unlocked, app_private.claimed_of(mark.user_id, v_unlocked), app_private.present(outcome.after))::app_public.check_in_result;
end
$$;

comment on function app_private.check_in_answer(app_private.day_marks, boolean, app_private.outcome) is
  'What a stored check-in was and gave.';
--! EndIncluded private/check_in_answer.sql
--! Included private/entry_answer.sql
-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.entry_answer(outcome app_private.outcome, replayed boolean)
returns app_public.command_result
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_answer app_public.command_result;
begin
  v_answer.sequence_number := v_entry.sequence_number;
  v_answer.occurred_at := v_entry.occurred_at;
  v_answer.gave := app_rules.amounts_given(v_entry);
  v_answer.took := app_rules.amounts_taken(v_entry);
  v_answer.replayed := replayed;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(v_entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$$;

comment on function app_private.entry_answer(app_private.outcome, boolean) is
  'What a stored command gave and took. replayed: whether it was made before.';
--! EndIncluded private/entry_answer.sql
--! Included private/claim_answer.sql
-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.claim_answer(
  claim app_private.reward_claims, already_claimed boolean, outcome app_private.outcome
)
returns app_public.claim_reward_result
language plpgsql stable
as $$
declare
  v_answer app_public.claim_reward_result;
begin
  v_answer.claim.reward_id := claim.reward_id;
  v_answer.claim.title := (select r.title from app_private.rewards as r where r.id = claim.reward_id);
  v_answer.claim.period_key := claim.period_key;
  v_answer.claim.claimed_at := claim.claimed_at;
  v_answer.claim.automatic := claim.automatic;
  v_answer.claim.rule_version_id := claim.rule_version_id;
  v_answer.claim.gave := app_rules.amounts_given(outcome.entry);
  v_answer.already_claimed := already_claimed;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(claim.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$$;

comment on function app_private.claim_answer(app_private.reward_claims, boolean, app_private.outcome) is
  'What a stored claim was and gave.';
--! EndIncluded private/claim_answer.sql
--! Included private/repair_answer.sql
-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.repair_answer(already_repaired boolean, outcome app_private.outcome)
returns app_public.repair_streak_result
language plpgsql stable
as $$
declare
  v_entry constant app_public.journal_entries := outcome.entry;
  v_answer app_public.repair_streak_result;
begin
  v_answer.days := array(
    select m.day from app_private.day_marks as m
    where m.user_id = v_entry.user_id and m.sequence_number = v_entry.sequence_number and m.mark = 'repair'
    order by m.day);
  v_answer.points := -v_entry.points_delta;
  v_answer.already_repaired := already_repaired;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(v_entry.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$$;

comment on function app_private.repair_answer(boolean, app_private.outcome) is
  'What a stored repair was and cost.';
--! EndIncluded private/repair_answer.sql
--! Included private/finish.sql
create or replace function app_private.finish(outcome app_private.outcome)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- A step of its own: what an answer reads must have been written before its statement begins.
  v_outcome constant app_private.outcome := app_private.unlock_and_claim(outcome, (outcome.after).last_day);
begin
  return app_private.entry_answer(v_outcome, false);
end
$$;

comment on function app_private.finish(app_private.outcome) is
  'What follows a command of today that was just recorded: it unlocks rewards, and claims those that claim themselves. Returns the command''s answer.';
--! EndIncluded private/finish.sql
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
    terms => jsonb_build_object('gives', app_private.effects_named(reward.gives)));
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
--! Included private/auto_claim.sql
create or replace function app_private.auto_claim(state app_private.user_states)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  for v_unlock in
    select u.*
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = state.user_id and u.sequence_number = state.sequence_number and r.auto_claim
    order by r.priority, r.id
  loop
    v_rules := app_private.rules_at(v_state.last_occurred_at);
    select r.* into v_reward from app_private.rewards as r where r.id = v_unlock.reward_id;
    -- What does not fit, or is gone, stays unlocked, to be claimed by hand.
    continue when app_rules.effects_obstacle(v_state, v_rules, v_reward.gives) is not null;
    continue when app_rules.takes_stock(v_state, v_reward) and not app_private.take_stock(v_reward.id, false);
    v_state := (app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true)).after;
  end loop;
  return v_state;
end
$$;

comment on function app_private.auto_claim(app_private.user_states) is
  'Claims what the entry of this state unlocked and is to be claimed automatically, in the order of (priority, id).';
--! EndIncluded private/auto_claim.sql
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
  v_outcome := app_private.unlock_and_claim(v_outcome, v_day);

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
  v_outcome := app_private.unlock_and_claim(v_outcome, v_settled.last_day);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;

  -- Answer
  return app_private.claim_answer(v_claim, false, v_outcome);
end
$$;

comment on function app_private.claim_reward(uuid, text, text) is
  'Claims an unlocked reward for a user, or answers with the claim that exists.';
--! EndIncluded private/claim_reward.sql
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
  v_outcome := app_private.unlock_and_claim(v_outcome, v_settled.last_day);

  -- Answer
  return app_private.repair_answer(false, v_outcome);
end
$$;

comment on function app_private.repair_streak(uuid, date) is
  'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';
--! EndIncluded private/repair_streak.sql
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
  v_outcome := app_private.unlock_and_claim(v_outcome, v_settled.last_day);

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
  -- Under the new settings a day may have ended that the cover did not reach.
  v_outcome.unlocks := app_private.unlock_rewards(app_private.settle(v_outcome.after, v_rules, v_at,
    app_private.ended_through(v_at, v_zone, v_day_start_hour)), v_after.last_day);
  if v_outcome.unlocks then
    perform app_private.auto_claim(v_outcome.after);
  end if;

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
    return app_private.entry_answer(row(v_entry, app_private.state_as_of(user_id, v_at), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
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
    return app_private.entry_answer(row(v_entry, app_private.state_as_of(user_id, v_at), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
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
    return app_private.entry_answer(row(v_entry, app_private.state_as_of(user_id, v_at), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
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
    return app_private.entry_answer(row(v_entry, app_private.state_as_of(user_id, v_at), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
end
$$;

comment on function app_private.discard_item(uuid, text, int, uuid) is
  'Throws items of a user away, or answers with what was thrown away with this idempotency key.';
--! EndIncluded private/discard_item.sql
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
    return app_private.entry_answer(row(v_entry, app_private.state_as_of(user_id, v_at), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
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
    return app_private.entry_answer(row(v_reversal, app_private.state_as_of(user_id, v_at), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
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
    return app_private.entry_answer(row(v_entry, app_private.state_as_of(user_id), true)::app_private.outcome, true);
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
  return app_private.finish(v_outcome);
end
$$;

comment on function app_private.advance_clock(uuid, int, int, uuid) is
  'Moves a test user''s own clock ahead, or answers with the move that was made with this idempotency key.';
--! EndIncluded private/advance_clock.sql

-- One check of a mark, like those of a state and an entry.
--! Included rules/is_day_mark.sql
-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_day_mark(mark app_private.day_marks)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when (mark.mark = 'freeze') <> (mark.freeze_granted_on is not null) then 'a_freeze_has_its_day_of_grant'
    when mark.freeze_granted_on >= mark.day then 'a_freeze_is_older_than_the_day_it_covers'
    when (mark.mark = 'repair') <> (mark.paid_points is not null) then 'a_repair_has_its_price'
    when mark.paid_points < 0 then 'paid_points_are_not_negative'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  raise check_violation using message = format('This is no day mark: %s.', replace(v_broken, '_', ' ')),
    schema = 'app_private', table = 'day_marks', constraint = v_broken;
end
$$;

comment on function app_rules.is_day_mark(app_private.day_marks) is
  'Whether this can be a mark of the calendar. Errors: 23514 with the name of the rule that it breaks as constraint.';
--! EndIncluded rules/is_day_mark.sql
alter table app_private.day_marks
  drop constraint if exists a_freeze_has_its_day_of_grant,
  drop constraint if exists a_freeze_is_older_than_the_day_it_covers,
  drop constraint if exists a_repair_has_its_price,
  drop constraint if exists paid_points_are_not_negative,
  drop constraint if exists is_a_day_mark;
-- The marks that there are kept to the same rules; they are looked at in a migration of its own, which nobody waits for.
alter table app_private.day_marks add constraint is_a_day_mark check (app_rules.is_day_mark(day_marks)) not valid;
