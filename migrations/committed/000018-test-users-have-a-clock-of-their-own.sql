--! Previous: sha1:9ccba39d94c2328806b67010949dfdccbe7b8582
--! Hash: sha1:da2ac52eb896d4628d4e4ce7f6f4a0fbe7ae569a
--! Message: test users have a clock of their own

-- Enter migration here

-- A movable clock, for one user: test users.
alter type app_public.journal_kind add value 'clock';
alter type app_public.state add attribute clock_ahead_hours int;
comment on column app_public.state.as_of is E'@notNull\nThe instant for which all of this holds: the server''s time, or a test user''s own.';
comment on column app_public.state.clock_ahead_hours is
  'Of a test user (createTestUser): by how many hours their own clock is ahead of the server''s time. Null for everybody else.';
comment on type app_public.journal_kind is
  'The command that a journal entry records. GRANT, REVERSAL and AMNESTY are an operator''s; an amnesty is stored at the user''s next command, dated when it took effect. CLOCK is a test user''s, dated at the instant to which it moved the clock.';
--! Included types/test_user.sql
create type app_public.test_user as (user_id uuid, created_at timestamptz, already_created boolean);
comment on type app_public.test_user is 'A user with an own clock (advanceMyClock), left out of stock and statistics.';
comment on column app_public.test_user.user_id is E'@notNull\nThe user''s id; whoever has a token of the issuer for the subject is this user.';
comment on column app_public.test_user.created_at is E'@notNull\nWhen the user was created.';
comment on column app_public.test_user.already_created is E'@notNull\nTrue when an earlier call had created the test user.';
--! EndIncluded types/test_user.sql
--! Included rules/is_clock_ahead.sql
create or replace function app_rules.is_clock_ahead(seconds bigint)
returns boolean
language sql immutable parallel safe
return seconds between 0 and 3155760000;

comment on function app_rules.is_clock_ahead(bigint) is
  'Whether a test user''s clock may be so far ahead of everybody''s: at most 100 years of 365.25 days.';
--! EndIncluded rules/is_clock_ahead.sql
alter table app_private.user_states add column clock_ahead_seconds bigint
  constraint clock_is_0_to_100_years_ahead check (app_rules.is_clock_ahead(clock_ahead_seconds));
comment on column app_private.user_states.clock_ahead_seconds is 'How far a test user''s own clock is ahead of everybody''s. Null for whoever is no test user, for ever: this alone says who is one.';

-- What was claimed from a stock are the latest claims, as many as are missing from it.
alter table app_private.reward_claims add column from_stock boolean;
update app_private.reward_claims as c
set from_stock = n.latest <= coalesce(n.taken, 0)
from (
  select k.user_id, k.reward_id, k.period_key, t.taken,
    row_number() over (partition by k.reward_id order by k.claimed_at desc, k.user_id, k.period_key) as latest
  from app_private.reward_claims as k
  left join (
    select r.id, r.stock - sum(s.remaining) as taken
    from app_private.rewards as r join app_private.reward_stock as s on s.reward_id = r.id
    group by r.id
  ) as t on t.id = k.reward_id
) as n
where (c.user_id, c.reward_id, c.period_key) = (n.user_id, n.reward_id, n.period_key);
alter table app_private.reward_claims alter column from_stock set not null;
comment on column app_private.reward_claims.from_stock is 'Took one from the reward''s stock. False for claims of before there was a limit, and for test users'': a stock is what is left and the claims from it.';
comment on column app_private.rewards.stock is 'How many can be claimed by all users together, counted from when there first was a limit and test users left out; null: no limit. Written by app_private.set_stock alone, which fills reward_stock with what is left.';

--! Included rules/is_reversible.sql
create or replace function app_rules.is_reversible(kind app_public.journal_kind)
returns boolean
language sql immutable parallel safe
return kind in ('check_in', 'claim', 'spend', 'buy', 'use', 'discard', 'grant');

comment on function app_rules.is_reversible(app_public.journal_kind) is
  'Whether an entry of this kind can be reversed: one that gives or takes amounts, and is not itself a correction. A repair bought days of the calendar, which an amnesty gives back.';
--! EndIncluded rules/is_reversible.sql
--! Included rules/after_clock.sql
-- A day of the clock has 24 hours, whatever the calendar of a zone makes of it.
create or replace function app_rules.after_clock(state app_private.user_states, days int, hours int)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.clock_ahead_seconds := state.clock_ahead_seconds + 86400::bigint * days + 3600::bigint * hours;
  return v_after;
end
$$;

comment on function app_rules.after_clock(app_private.user_states, int, int) is
  'A test user''s stored state once their clock is so much further ahead; nothing has been settled. Null for whoever has no own clock.';
--! EndIncluded rules/after_clock.sql
--! Included rules/takes_stock.sql
create or replace function app_rules.takes_stock(state app_private.user_states, reward app_private.rewards)
returns boolean
language sql immutable parallel safe
return reward.stock is not null and state.clock_ahead_seconds is null;

comment on function app_rules.takes_stock(app_private.user_states, app_private.rewards) is
  'Whether a claim of the reward takes one from its stock: where there is one, and never for a test user.';
--! EndIncluded rules/takes_stock.sql
--! Included private/amnesty_steps.sql
-- Each amnesty takes effect on each state once, at the instant of its declaration, whenever that is found out. By id and not by
-- instant, since a command may have come between the instant and the commit.
create or replace function app_private.amnesty_steps(
  state app_private.user_states, last_amnesty_id int default null, calendar app_private.marked_day[] default null,
  versions app_private.rule_versions[] default null
)
returns setof app_private.amnesty_step
language plpgsql stable parallel safe rows 1
as $$
declare
  v_state app_private.user_states := state;
  v_calendar app_private.marked_day[] := calendar;
  v_versions app_private.rule_versions[] := versions;
  v_amnesty app_private.amnesties;
  v_step app_private.amnesty_step;
begin
  if state.check_ins = 0 then
    return;
  end if;
  for v_amnesty in
    select a.* from app_private.amnesties as a
    where a.id > state.last_amnesty_id and (a.id <= amnesty_steps.last_amnesty_id or amnesty_steps.last_amnesty_id is null)
    order by a.id
  loop
    v_calendar := coalesce(v_calendar, app_private.calendar_of(state.user_id));
    v_versions := coalesce(v_versions, app_private.all_versions());
    v_step := app_private.take_in_amnesty(v_state, v_calendar, v_amnesty.id,
      app_rules.seconds_after(v_amnesty.declared_at, coalesce(state.clock_ahead_seconds, 0)),
      app_private.excused_days(v_amnesty.id, '-infinity'), v_versions);
    -- What was settled before it stays so: also a run that had ended, and that it does not restore.
    if cardinality(v_step.marks) > 0 or (v_step.after).run_length <> v_state.run_length then
      return next v_step;
      v_state := v_step.after;
      v_calendar := app_rules.calendar_with(v_calendar, v_step.marks);
    else
      v_state.last_amnesty_id := v_amnesty.id;
    end if;
  end loop;
end
$$;

grant execute on function app_private.amnesty_steps to app_user;
comment on function app_private.amnesty_steps(
  app_private.user_states, int, app_private.marked_day[], app_private.rule_versions[]
) is 'The amnesties, up to one, that a state with this calendar has yet to take in, as far as they change its streak, in order. Writes nothing.';
--! EndIncluded private/amnesty_steps.sql
--! Included private/occurs_at.sql
-- Asked behind the user's lock, once for each command. Only a test user's clock is ahead of everybody's.
create or replace function app_private.occurs_at(state app_private.user_states)
returns timestamptz
language sql volatile
return greatest(
  app_rules.seconds_after(app_private.clock(), coalesce(state.clock_ahead_seconds, 0)), state.last_occurred_at);

grant execute on function app_private.occurs_at to app_user;
comment on function app_private.occurs_at(app_private.user_states) is
  'When a command on a stored state happens: now by the user''s own clock, never before the last journal entry.';
--! EndIncluded private/occurs_at.sql
--! Included private/state_as_of.sql
create or replace function app_private.state_as_of(user_id uuid, at timestamptz default null)
returns app_private.user_states
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_at timestamptz;
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = state_as_of.user_id;
  if not found then
    v_at := coalesce(at, app_private.clock());
    return app_rules.starting_state(user_id, app_private.rules_at(v_at), v_at, app_private.token_zone(), 0);
  end if;
  v_state := (app_private.with_amnesties(v_state)).after;
  v_at := greatest(coalesce(at, app_private.occurs_at(v_state)), v_state.last_occurred_at);
  return app_private.settle(v_state, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_as_of to app_user;
comment on function app_private.state_as_of(uuid, timestamptz) is
  'What the stored state has become by an instant or, without one, by the user''s own now; what bootstrap would give for a user who is not there yet. Writes nothing.';
--! EndIncluded private/state_as_of.sql
--! Included private/present.sql
create or replace function app_private.present(state app_private.user_states, is_now boolean default true)
returns app_public.state
language plpgsql stable
as $$
declare
  v_today constant date := app_rules.engagement_day(
    state.last_occurred_at, state.zone, state.day_start_hour, state.last_day);
  v_expires_at timestamptz;
  v_excused datemultirange;
  v_rules app_private.rule_versions;
begin
  select v.* into strict v_rules from app_private.rule_versions as v where v.id = state.rule_version_id;
  if app_rules.streak_status(state, v_today) in ('done_today', 'at_risk', 'protected') then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
    v_expires_at := app_private.deadline(app_rules.run_dies_on(state, v_excused), state.zone, state.day_start_hour);
  end if;
  return row(
    state.last_occurred_at,
    state.zone,
    state.day_start_hour,
    v_today,
    app_rules.day_end(v_today, state.zone, state.day_start_hour),
    app_rules.streak_shown(state, v_rules, v_today, v_expires_at,
      case when is_now then app_private.repair_offer(state, v_rules, v_today) end),
    app_rules.energy_shown(state, v_rules),
    app_rules.level_shown(state, v_rules),
    state.points,
    state.lifetime_points,
    app_rules.inventory_items(state.inventory),
    state.rule_version_id,
    state.sequence_number,
    state.clock_ahead_seconds / 3600
  )::app_public.state;
end
$$;

grant execute on function app_private.present to app_user;
comment on function app_private.present(app_private.user_states, boolean) is
  'A settled state as clients see it: with status, deadlines, and what is missing to the next level. is_now: and with what can be repaired, which the calendar of now tells.';
--! EndIncluded private/present.sql
--! Included private/record.sql
-- The only writer of user_states, journal_entries and day_marks: no state changes without its entry.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb,
  terms jsonb default null, idempotency_key uuid default null, reverses bigint default null, operator_id uuid default null
)
returns app_private.user_states
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

  return v_after;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, and the new state, which it returns. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks. Days are marked under the settings of before. The rest is written as it is.';
--! EndIncluded private/record.sql
drop function app_private.bootstrap(uuid, text, text, text, int);
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
      || case when is_test_user then '{"test_user": true}' else '{}' end::jsonb);
  return true;
end
$$;

comment on function app_private.bootstrap(uuid, text, text, text, int, boolean) is
  'Creates the user, the starting state and journal entry 1, unless they exist; true when it did. A test user has an own clock from then on.';
--! EndIncluded private/bootstrap.sql
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
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock)
  values (v_after.user_id, reward.id, apply_claim.period_key, v_after.last_occurred_at, apply_claim.automatic,
    v_after.rule_version_id, v_after.sequence_number, app_rules.takes_stock(settled, reward));
  return v_after;
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
  v_rules constant app_private.rule_versions := app_private.rules_at(state.last_occurred_at);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  for v_unlock in
    select u.*
    from app_private.reward_unlocks as u join app_private.rewards as r on r.id = u.reward_id
    where u.user_id = state.user_id and u.sequence_number = state.sequence_number and r.auto_claim
    order by r.priority, r.id
  loop
    select r.* into v_reward from app_private.rewards as r where r.id = v_unlock.reward_id;
    -- What does not fit, or is gone, stays unlocked, to be claimed by hand.
    continue when app_rules.effects_obstacle(v_state, v_rules, v_reward.gives) is not null;
    continue when app_rules.takes_stock(v_state, v_reward) and not app_private.take_stock(v_reward.id, false);
    v_state := app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true);
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
  v_mark app_private.day_marks;
begin
  -- Look: a check-in that exists is the answer.
  if v_day <= v_before.last_marked_day then
    select m.* into v_mark from app_private.day_marks as m
    where m.user_id = check_in.user_id and m.day = v_day and m.mark in ('check_in', 'late');
    if found then
      return app_private.check_in_answer(v_mark, true, app_private.state_as_of(user_id, v_at));
    end if;
  end if;

  -- Decide
  perform app_private.require_day_is_open(v_before, v_day, v_today, v_at);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_day - 1);
  v_after := app_rules.after_check_in(v_settled, v_rules, v_day);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after,
    array[row(v_day, case when v_day < v_today then 'late' else 'check_in' end, null, null)::app_private.marked_day],
    'check_in', v_day, jsonb_build_object('day', check_in.day));
  select m.* into strict v_mark from app_private.day_marks as m where m.user_id = check_in.user_id and m.day = v_day;
  perform app_private.unlock_rewards(v_after, v_day);
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.check_in_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.check_in(uuid, date) is
  'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';
--! EndIncluded private/check_in.sql
--! Included private/require_claimable.sql
-- The stock comes last: what is taken is given back only by a roll-back.
create or replace function app_private.require_claimable(
  reward_id text, reward app_private.rewards, unlock app_private.reward_unlocks,
  state app_private.user_states, rules app_private.rule_versions
)
returns void
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := state.last_occurred_at;
  v_obstacle constant text := app_rules.effects_obstacle(state, rules, reward.gives);
begin
  if reward.id is null then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  elsif unlock.reward_id is null then
    perform app_private.refuse('RW002', format('"%s" is not unlocked.', reward.title),
      'Meet its conditions first; me.rewards shows the progress towards each.');
  elsif unlock.claimable_until <= v_at then
    perform app_private.refuse('RW003', format('The time to claim "%s" is over.', reward.title),
      'Unlock it again in a later period, if it repeats.');
  elsif not app_rules.window_is_open(reward.starts_at, reward.ends_at, v_at) then
    perform app_private.refuse('RW004', format('"%s" cannot be claimed outside its window.', reward.title),
      'Claim it between startsAt and endsAt of me.rewards.');
  elsif v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, reward.title, (reward.gives).freezes),
      'Claim it when a freeze has been used; it stays unlocked.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, reward.title),
      'Use up or discard an item first; the reward stays unlocked.');
  elsif app_rules.takes_stock(state, reward) and not app_private.take_stock(reward.id, true) then
    perform app_private.refuse('RW005', format('"%s" is out of stock.', reward.title), 'Nothing was claimed.');
  end if;
end
$$;

comment on function app_private.require_claimable(
  text, app_private.rewards, app_private.reward_unlocks, app_private.user_states, app_private.rule_versions
) is 'Refuses a claim that cannot be made, saying why; otherwise takes it from the stock, if the reward has one.';
--! EndIncluded private/require_claimable.sql
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
  v_after app_private.user_states;
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
    return app_private.claim_answer(v_claim, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_claimable(reward_id, v_reward, v_unlock, v_settled, v_rules);

  -- Write
  v_after := app_private.apply_claim(v_before, v_settled, v_reward, v_unlock.period_key, false);
  perform app_private.unlock_rewards(v_after, v_after.last_day);
  select c.* into strict v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.claim_answer(v_claim, false, v_after);
end
$$;

comment on function app_private.claim_reward(uuid, text, text) is
  'Claims an unlocked reward for a user, or answers with the claim that exists.';
--! EndIncluded private/claim_reward.sql
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
  v_after := app_private.record(v_before, v_settled, v_after, v_skipped, 'settings', v_after.last_day,
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
  -- Under the new settings a day may have ended that the cover did not reach.
  perform app_private.unlock_rewards(app_private.settle(v_after, v_rules, v_at,
    app_private.ended_through(v_at, v_zone, v_day_start_hour)), v_after.last_day);
  perform app_private.auto_claim(v_after);

  -- Answer
  v_answer.state := app_private.present(app_private.state_as_of(user_id, v_at));
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_by(v_after.user_id, v_after.sequence_number);
  return v_answer;
end
$$;

comment on function app_private.update_settings(uuid, text, int) is
  'Changes a user''s zone or day start (null leaves it), at once, for days not yet marked. Days that the change skips are bridged.';
--! EndIncluded private/update_settings.sql
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
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'pause', v_settled.last_day,
    jsonb_build_object('until', until));
  perform app_private.unlock_rewards(v_after, v_after.last_day);

  -- Answer
  v_answer.state := app_private.present(app_private.auto_claim(v_after));
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_by(v_after.user_id, v_after.sequence_number);
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
  v_mark app_private.day_marks;
begin
  -- Look: a repair that was made is the answer.
  select m.* into v_mark from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day and m.mark = 'repair';
  if found then
    return app_private.repair_answer(v_mark, true, app_private.state_as_of(user_id, v_at));
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
  v_after := app_private.record(v_before, v_settled, v_after, v_marks, 'repair', v_settled.last_day,
    jsonb_build_object('day', day));
  perform app_private.unlock_rewards(v_after, v_after.last_day);
  select m.* into strict v_mark from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day;
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.repair_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.repair_streak(uuid, date) is
  'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';
--! EndIncluded private/repair_streak.sql
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
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_spendable(v_settled, v_rules, amount, reason);
  v_after := app_rules.after_spend(v_settled, amount);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'spend', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
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
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = buy_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_buyable(v_settled, v_rules, item_id, v_item, quantity);
  v_after := app_rules.after_purchase(v_settled, v_item.id, quantity, v_item.price_points);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'buy', v_settled.last_day, v_asked,
    terms => jsonb_build_object('price_points', v_item.price_points), idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
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
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id, v_at));
  end if;
  select i.* into v_item from app_private.items as i where i.id = use_item.item_id;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_usable(v_settled, v_rules, item_id, v_item);
  v_after := app_rules.after_use(v_settled, v_rules, v_settled.last_day, v_item.id, v_item.gives);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'use', v_settled.last_day, v_asked,
    terms => jsonb_build_object('gives', app_private.effects_named(v_item.gives)), idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
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
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_held(v_settled, item_id, quantity);
  v_after := app_rules.after_discard(v_settled, item_id, quantity);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'discard', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
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
begin
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  perform app_private.require_known_user(user_id);
  v_before := app_private.lock_state(user_id);
  v_at := app_private.occurs_at(v_before);
  v_rules := app_private.rules_at(v_at);

  -- Look: what was made with this key is the answer.
  v_entry := app_private.earlier_entry(user_id, idempotency_key, 'grant', v_asked);
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_grantable(v_settled, v_rules, v_gives, reason);
  v_after := app_rules.after_effects(v_settled, v_rules, v_settled.last_day, v_gives);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'grant', v_settled.last_day, v_asked,
    idempotency_key => idempotency_key, operator_id => operator_id);

  -- Answer
  return app_private.finish(v_after);
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
    return app_private.entry_answer(v_reversal, true, app_private.state_as_of(user_id, v_at));
  end if;
  select e.* into v_reversed from app_public.journal_entries as e
  where e.user_id = reverse_entry.user_id and e.sequence_number = reverse_entry.sequence_number;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_reversible(v_settled, v_rules, sequence_number, v_reversed, reason);
  v_after := app_rules.after_reversal(v_settled, v_rules, v_reversed);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'reversal', v_settled.last_day,
    jsonb_build_object('sequence_number', sequence_number, 'reason', reason),
    reverses => sequence_number, operator_id => operator_id);

  -- Answer
  return app_private.finish(v_after);
end
$$;

comment on function app_private.reverse_entry(uuid, uuid, bigint, text) is
  'Takes back what a journal entry of a user gave, and gives back what it took, by an entry of its own; or answers with the reversal that was made.';
--! EndIncluded private/reverse_entry.sql
--! Included private/require_clock.sql
create or replace function app_private.require_clock(state app_private.user_states, days int, hours int)
returns void
language plpgsql stable
as $$
declare
  v_after constant app_private.user_states := app_rules.after_clock(state, days, hours);
begin
  if state.clock_ahead_seconds is null then
    perform app_private.refuse('US004', 'You are no test user, so your clock is everybody''s.',
      'Let createTestUser make a test user of a subject that has not been here yet, and sign in as that one.');
  elsif (days >= 0 and hours >= 0 and days::bigint * 24 + hours between 1 and 366 * 24) is not true then
    perform app_private.refuse('QT001', 'A clock is advanced by 1 hour to 366 days at once, and never back.',
      'Give days, hours or both; call again for more.');
  elsif not app_rules.is_clock_ahead(v_after.clock_ahead_seconds) then
    perform app_private.refuse('QT001', 'A clock can be ahead by 100 years at most.', 'Go on with a new test user.');
  end if;
end
$$;

comment on function app_private.require_clock(app_private.user_states, int, int) is
  'US004 unless the user has an own clock, QT001 unless it can be advanced by so much.';
--! EndIncluded private/require_clock.sql
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
begin
  -- Look: what was made with this key is the answer.
  if v_entry.sequence_number is not null then
    return app_private.entry_answer(v_entry, true, app_private.state_as_of(user_id));
  end if;

  -- Decide: it happens where it has moved the clock to, and nothing else does.
  perform app_private.require_clock(v_before, days, hours);
  v_at := app_private.occurs_at(v_moved);
  v_rules := app_private.rules_at(v_at);
  v_after := app_private.settle(v_moved, v_rules, v_at,
    app_private.ended_through(v_at, v_moved.zone, v_moved.day_start_hour));

  -- Write
  v_after := app_private.record(v_before, v_after, v_after, '{}', 'clock', v_after.last_day, v_asked,
    idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
end
$$;

comment on function app_private.advance_clock(uuid, int, int, uuid) is
  'Moves a test user''s own clock ahead, or answers with the move that was made with this idempotency key.';
--! EndIncluded private/advance_clock.sql
--! Included private/require_test_user_creator.sql
-- In development everybody is a developer; elsewhere a test user is an operator's to give.
create or replace function app_private.require_test_user_creator(issuer text)
returns void
language plpgsql stable
as $$
begin
  perform app_private.require_user_id();
  if current_setting('role') = 'app_operator' then
    return;
  elsif coalesce(current_setting('app.development', true), '') <> 'on' then
    perform app_private.refuse('IA002', 'Only an operator can create a test user on this server.',
      'Ask an operator for one, or run a server in development (without NODE_ENV).');
  elsif issuer <> current_setting('app.issuer') then
    perform app_private.refuse('IA002', 'Only an operator can create a test user of another issuer.',
      'Leave issuer out for your own.');
  end if;
end
$$;

comment on function app_private.require_test_user_creator(text) is
  'IA001 unless somebody is calling, IA002 unless it is an operator or, in development, somebody of the same issuer.';
--! EndIncluded private/require_test_user_creator.sql
--! Included private/create_test_user.sql
create or replace function app_private.create_test_user(issuer text, subject text, zone text, day_start_hour int)
returns app_public.test_user
language plpgsql volatile
as $$
declare
  v_user_id constant uuid := app_rules.user_id_for(issuer, subject);
  v_answer app_public.test_user;
  v_is_new boolean := false;
begin
  -- Look: a test user that exists is the answer, and a user of the app never becomes one.
  if not exists (select from app_private.users as u where u.user_id = v_user_id) then
    -- Decide
    if (length(issuer) between 1 and 255 and length(subject) between 1 and 255) is not true then
      perform app_private.refuse('US005', 'A subject and an issuer have 1 to 255 characters.',
        'Name the test user as the tokens will: sub is the subject, iss the issuer.');
    end if;
    perform app_private.require_settings(zone, day_start_hour);
    -- Write: a user who comes at the same moment is waited for.
    v_is_new := app_private.bootstrap(v_user_id, issuer, subject, zone, day_start_hour, is_test_user => true);
  end if;

  -- Answer
  select u.user_id, u.created_at, not v_is_new into strict v_answer
  from app_private.users as u where u.user_id = v_user_id;
  if (select s.clock_ahead_seconds is null from app_private.user_states as s where s.user_id = v_user_id) then
    perform app_private.refuse('US004', format('"%s" is a user already, and no test user.', left(subject, 63)),
      'Take a subject that has not been here yet.');
  end if;
  return v_answer;
end
$$;

comment on function app_private.create_test_user(text, text, text, int) is
  'Creates a user with an own clock, or answers with the test user that exists. US004 when it is a user of the app, US005 for a subject or issuer too long or empty.';
--! EndIncluded private/create_test_user.sql
--! Included private/amnesty_effects.sql
create or replace function app_private.amnesty_effects(first_day date, last_day date)
returns setof app_public.amnesty_effect
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_last_id constant int := app_private.last_amnesty_id();
  v_excused constant datemultirange := coalesce(app_private.excused_days(v_last_id, '-infinity'), '{}')
    + datemultirange(daterange(first_day, last_day, '[]'));
  v_versions constant app_private.rule_versions[] := app_private.all_versions();
  v_state app_private.user_states;
  v_calendar app_private.marked_day[];
  v_step app_private.amnesty_step;
begin
  for v_state in
    select s.* from app_private.user_states as s
    -- A run that had ended before these days, on a day that nothing excuses, is none of theirs, unless an amnesty yet
    -- to be stored has carried it on.
    where s.clock_ahead_seconds is null and s.check_ins > 0 and (
      s.run_length > 0 or s.last_amnesty_id < v_last_id or s.last_marked_day >= first_day - 1
      or v_excused @> s.last_marked_day + 1)
  loop
    v_step := app_private.with_amnesties(v_state);
    v_calendar := app_rules.calendar_with(app_private.calendar_of(v_state.user_id), v_step.marks);
    v_step := app_private.take_in_amnesty(v_step.after, v_calendar, v_last_id + 1, v_at, v_excused, v_versions);
    if v_step.days_changed > 0 then
      return next row(
        v_state.user_id,
        (v_step.settled).run_length, (v_step.after).run_length,
        (v_step.settled).longest_streak, (v_step.after).longest_streak,
        cardinality((v_step.after).freezes) - cardinality((v_step.settled).freezes),
        (v_step.after).points - (v_step.settled).points,
        v_step.days_changed
      )::app_public.amnesty_effect;
    end if;
  end loop;
end
$$;

comment on function app_private.amnesty_effects(date, date) is
  'What an amnesty for some days would change, were it declared now: one row for each user who would be affected, test users left out. Writes nothing. Reads every user who was there on these days: some thousands a second.';
--! EndIncluded private/amnesty_effects.sql
--! Included api/me.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me()
returns app_public.me
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.current_user_id();
  v_me app_public.me;
begin
  if v_user_id is null then
    return null;
  end if;
  v_me.user_id := v_user_id;
  v_me.created_at := (select u.created_at from app_private.users as u where u.user_id = v_user_id);
  v_me.state := app_private.present(app_private.state_as_of(v_user_id));
  return v_me;
end
$$;

grant execute on function app_public.me to app_anonymous, app_user;
comment on function app_public.me() is
  'The signed-in user with the state as of now; null when signed out. Reading never changes anything.';
--! EndIncluded api/me.sql
--! Included api/me_rewards.sql
-- Invoker: row-level security decides what is read. One statement and one pass over each table, whatever the number of rewards.
create or replace function app_public.me_rewards(me app_public.me)
returns setof app_public.reward_for_me
language sql stable rows 20
begin atomic
  with now as (
    select (me.state).as_of as at
  ), mine as (
    select u.reward_id, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id, u.sequence_number, c.claimed_at
    from app_private.reward_unlocks as u
    left join app_private.reward_claims as c
      on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key
    where u.user_id = me.user_id
  ), unclaimed as (
    select r.id as reward_id, array_agg(
      row(r.id, r.title, o.period_key, o.unlocked_at, o.claimable_until, o.rule_version_id)::app_public.unlocked_reward
      order by o.unlocked_at, o.sequence_number) as list
    from mine as o join app_private.rewards as r on r.id = o.reward_id, now
    where o.claimed_at is null
      and (o.claimable_until > now.at or o.claimable_until is null)
      and (r.ends_at > now.at or r.ends_at is null)
    group by r.id
  ), progress as (
    select k.reward_id, array_agg(
      row(m.id, m.title, v.value, k.at_least, v.value >= k.at_least)::app_public.metric_progress order by m.id) as list
    from now,
      lateral app_private.state_as_of(me.user_id, now.at) as s,
      app_private.reward_conditions as k
      join app_private.metrics as m on m.id = k.metric,
      lateral app_rules.metric_value(k.metric, s) as v(value)
    group by k.reward_id
  ), stock as (
    select t.reward_id, sum(t.remaining) as remaining from app_private.reward_stock as t group by t.reward_id
  )
  select r.id, r.title, r.description,
    case
      when u.claimed_at is not null then 'claimed'
      when u.unlocked_at is not null and u.claimable_until <= now.at then 'expired'
      when not app_rules.window_is_open(r.starts_at, r.ends_at, now.at) then 'not_open'
      when (me.state).clock_ahead_hours is null and r.stock is not null and coalesce(stock.remaining, 0) = 0 then 'out_of_stock'
      when u.unlocked_at is not null then 'claimable'
      else 'locked'
    end::app_public.reward_status,
    coalesce(progress.list, '{}'),
    r.gives::app_public.effects,
    r.repeats, p.key, r.auto_claim, r.starts_at, r.ends_at,
    case when r.stock is not null then coalesce(stock.remaining, 0) end,
    u.unlocked_at, u.claimable_until, u.claimed_at,
    coalesce(unclaimed.list, '{}')
  from now,
    app_private.rewards as r
    cross join lateral app_rules.period_key(r.repeats, (me.state).today, ((me.state).streak).started_on) as p(key)
    left join mine as u on u.reward_id = r.id and u.period_key = p.key
    left join progress on progress.reward_id = r.id
    left join stock on stock.reward_id = r.id
    left join unclaimed on unclaimed.reward_id = r.id
  where r.enabled or u.unlocked_at is not null or unclaimed.list is not null
  order by r.priority, r.id;
end;

grant execute on function app_public.me_rewards to app_user;
comment on function app_public.me_rewards(app_public.me) is
  E'@behavior -queryField +list -connection\n@notNull\nEvery reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
--! EndIncluded api/me_rewards.sql
--! Included api/bootstrap.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.bootstrap(zone text default null, day_start_hour int default null)
returns app_public.state
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_zone constant text := coalesce(zone, app_private.token_zone());
  v_day_start_hour constant int := coalesce(day_start_hour, 0);
begin
  perform app_private.require_settings(v_zone, v_day_start_hour);
  perform app_private.bootstrap(v_user_id, current_setting('app.issuer'), current_setting('app.subject'),
    v_zone, v_day_start_hour);
  return app_private.present(app_private.state_as_of(v_user_id));
end
$$;

grant execute on function app_public.bootstrap to app_anonymous, app_user;
comment on function app_public.bootstrap(text, int) is
  E'@notNull\n@resultFieldName state\nCreates the user with a zone and a day start (hours after midnight: 0, 4, 5 or 6), and answers with the state. Nobody has to call it: any first command creates the user, in the zone of the token or else UTC. A repeat changes nothing, whatever its arguments: use updateSettings for that.\n\nErrors: SIGNED_OUT, UNKNOWN_ZONE, INVALID_DAY_START.';
--! EndIncluded api/bootstrap.sql
--! Included api/advance_my_clock.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.advance_my_clock(idempotency_key uuid, days int default 0, hours int default 0)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.command_result;
begin
  select a.* into v_answer from app_private.advance_clock(v_user_id,
    coalesce(advance_my_clock.days, 0), coalesce(advance_my_clock.hours, 0), advance_my_clock.idempotency_key) as a;
  return v_answer;
end
$$;

grant execute on function app_public.advance_my_clock to app_anonymous, app_user;
comment on function app_public.advance_my_clock(uuid, int, int) is
  E'@notNull\nFor test users (createTestUser): moves their own clock ahead, by days of 24 hours and hours, 1 hour to 366 days at once and 100 years in all. Nobody else''s time changes, and it never goes back. What would have happened by then has happened: missed days, refilled energy, rules that have taken effect. A repeat with the same idempotencyKey changes nothing and answers with the same move (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, NOT_A_TEST_USER, INVALID_AMOUNT, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/advance_my_clock.sql
--! Included api/create_test_user.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.create_test_user(
  subject text, issuer text default null, zone text default null, day_start_hour int default null
)
returns app_public.test_user
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_issuer constant text := coalesce(issuer, current_setting('app.issuer', true));
  v_answer app_public.test_user;
begin
  perform app_private.require_test_user_creator(v_issuer);
  select t.* into v_answer from app_private.create_test_user(
    v_issuer, create_test_user.subject, coalesce(zone, 'UTC'), coalesce(day_start_hour, 0)) as t;
  return v_answer;
end
$$;

grant execute on function app_public.create_test_user to app_anonymous, app_user, app_operator;
comment on function app_public.create_test_user(text, text, text, int) is
  E'@notNull\nFor operators and, where the server runs in development, for everybody who is signed in: creates a test user, who has an own clock (advanceMyClock) and is left out of stock and statistics. subject and issuer (1 to 255 characters; by default your own issuer, and in development no other) are those of the test user''s tokens; zone (by default UTC) and dayStartHour (by default 0) as in bootstrap. A test user stays one for ever, and a user who is there already never becomes one. A repeat changes nothing, whatever its zone and dayStartHour, and answers with the test user (alreadyCreated: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, NOT_A_TEST_USER, INVALID_SUBJECT, UNKNOWN_ZONE, INVALID_DAY_START.';
--! EndIncluded api/create_test_user.sql
--! Included api/user.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public."user"(user_id uuid)
returns app_public.me
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user app_public.me;
begin
  perform app_private.require_operator_id();
  select u.user_id, u.created_at into v_user from app_private.users as u where u.user_id = "user".user_id;
  if not found then
    return null;
  end if;
  v_user.state := app_private.present(app_private.state_as_of(user_id));
  return v_user;
end
$$;

grant execute on function app_public."user" to app_anonymous, app_user, app_operator;
comment on function app_public."user"(uuid) is
  E'For operators: a user as the user is shown to themselves by me, with state, journal and rewards; null when there is none of this id. Reading never changes anything.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
--! EndIncluded api/user.sql
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
  ('US003', 'UNKNOWN_USER', 'There is no user of that id.'),
  ('US004', 'NOT_A_TEST_USER', 'The user is no test user, and cannot become one.'),
  ('US005', 'INVALID_SUBJECT', 'A subject and an issuer have 1 to 255 characters.'),
  ('WI001', 'INVALID_PROPOSAL', 'A what-if looks back, and proposes something.')
on conflict do nothing;
--! EndIncluded seeds/error_codes.sql
--! Included rules/starting_state_of.sql
create or replace function app_rules.starting_state_of(entry app_public.journal_entries, rules app_private.rule_versions)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states := app_rules.starting_state(entry.user_id, rules, entry.occurred_at,
    entry.asked ->> 'zone', (entry.asked ->> 'day_start_hour')::int);
begin
  v_state.last_amnesty_id := entry.last_amnesty_id;
  v_state.clock_ahead_seconds := case when entry.asked ? 'test_user' then 0 end;
  return v_state;
end
$$;

comment on function app_rules.starting_state_of(app_public.journal_entries, app_private.rule_versions) is
  'The state that a bootstrap''s entry begins with, by what was asked.';
--! EndIncluded rules/starting_state_of.sql
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
        when reversed.sequence_number is null or not app_rules.is_reversible(reversed.kind) then 'RV001'
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
  v_step app_private.amnesty_step;
  v_it app_private.replayed_command;
begin
  if entry.kind = 'amnesty' then
    select s.* into v_step
    from app_private.amnesty_steps(before, entry.last_amnesty_id, app_rules.calendar(marks), versions) as s limit 1;
    v_it := row(v_step.settled, v_step.after, v_step.marks, (v_step.settled).last_day,
      case when v_step.amnesty_id is distinct from (entry.asked ->> 'amnesty_id')::int then 'The amnesty changed nothing.' end);
    return v_it;
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
    v_through := case when entry.kind = 'check_in'
      then coalesce((entry.asked ->> 'day')::date,
        app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day)) - 1
      else app_rules.ended_by(v_at, v_before.zone, v_before.day_start_hour, versions) end;
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
  v_it.marks := app_rules.calendar_with(v_bridged, v_it.marks);
  return v_it;
end
$$;

grant execute on function app_private.replay_command to app_user;
comment on function app_private.replay_command(
  app_private.user_states, app_public.journal_entries, boolean, app_public.journal_entries, app_private.day_marks[],
  app_private.rule_versions, app_private.rule_versions[]
) is 'What the rules make of a journal entry''s command on the state before it. automatic: a claim that the command before it made; reversed: the entry that a reversal reverses; marks: the calendar so far; versions: in order, up to rules.';
--! EndIncluded private/replay_command.sql
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
  v_says text;
  v_made app_private.day_marks[];
  v_told app_private.day_marks[];
begin
  if entry.kind = 'bootstrap' and entry.sequence_number = 1 then
    v_before := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
  end if;
  v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.marks, rules, versions);
  v_says := app_private.entry_difference(entry, v_before, v_it);
  if v_says is not null and (so_far.told_state).user_id is not null then
    v_before := so_far.told_state;
    v_all.marks := so_far.told_marks;
    v_it := app_private.replay_command(v_before, entry, automatic, reversed, so_far.told_marks, rules, versions);
    v_says := app_private.entry_difference(entry, v_before, v_it);
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
--! Included private/clock_ahead_after.sql
create or replace function app_private.clock_ahead_after(user_id uuid, sequence_number bigint)
returns bigint
language plpgsql stable parallel safe
as $$
begin
  if exists (
    select from app_private.user_states as s where s.user_id = clock_ahead_after.user_id and s.clock_ahead_seconds is not null
  ) then
    return (
      select coalesce(sum((e.asked ->> 'days')::bigint * 86400 + (e.asked ->> 'hours')::bigint * 3600), 0)
      from app_public.journal_entries as e
      where e.user_id = clock_ahead_after.user_id and e.kind = 'clock' and e.sequence_number <= clock_ahead_after.sequence_number);
  end if;
  return null;
end
$$;

grant execute on function app_private.clock_ahead_after to app_user;
comment on function app_private.clock_ahead_after(uuid, bigint) is
  'How far ahead a journal entry left a test user''s clock; null for everybody else.';
--! EndIncluded private/clock_ahead_after.sql
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
  if v_entry.user_id is null then
    return null;
  end if;
  v_state.clock_ahead_seconds := app_private.clock_ahead_after(user_id, v_entry.sequence_number);
  v_last_amnesty_id := (
    select max(a.id) from app_private.amnesties as a
    where app_rules.seconds_after(a.declared_at, coalesce(v_state.clock_ahead_seconds, 0)) <= at);
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
      true, rules.id, v_unlock.sequence_number, false)::app_private.reward_claims;
  end loop;
  return v_course;
end
$$;

comment on function app_private.what_if_rewards(
  app_private.what_if_course, app_public.journal_entries, date, app_private.rule_versions, app_private.rule_versions[],
  app_private.proposed_reward[]
) is 'What follows an entry''s command in a what-if: unlocks, and claims of what claims itself, as far as it fits. Stock is not looked at.';
--! EndIncluded private/what_if_rewards.sql
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
      entry.occurred_at, automatic, rules.id, entry.sequence_number, false)::app_private.reward_claims;
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
  where s.clock_ahead_seconds is null
    and (s.user_id >= first_user or first_user is null) and (s.user_id <= last_user or last_user is null);
end
$$;

comment on function app_private.what_if_users(
  timestamptz, app_public.rule_parameters, app_public.reward[], uuid, uuid
) is 'What each user, from one id to another or all (null), would have now, had some parameters and rewards been others since an instant: the history folded again, each command at its instant. A reward that the proposal names is taken to have been so since then; any other as it is since it was last saved, and before that as it was. Stock is not looked at, and test users are left out. Writes nothing. RU001, RW006 and IT001 for a proposal that could not be saved.';
--! EndIncluded ops/what_if_users.sql
--! Included ops/verify_stock.sql
create or replace function app_private.verify_stock()
returns table (reward_id text, difference text)
language sql stable parallel safe
begin atomic
  select r.id, format('The stock of %s is %s, %s are left, and %s were claimed from it.',
    r.id, coalesce(r.stock::text, 'without limit'), s.remaining, c.claims)
  from app_private.rewards as r,
    lateral (select coalesce(sum(t.remaining), 0) as remaining from app_private.reward_stock as t where t.reward_id = r.id) as s,
    lateral (select count(*) as claims from app_private.reward_claims as c where c.reward_id = r.id and c.from_stock) as c
  where coalesce(r.stock, 0) <> s.remaining + c.claims;
end;

comment on function app_private.verify_stock() is
  'Rewards whose stock is not what is left and what was claimed from it. No row: it adds up.';
--! EndIncluded ops/verify_stock.sql
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
