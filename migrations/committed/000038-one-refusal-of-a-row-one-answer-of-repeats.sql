--! Previous: sha1:34a90685b4e7131b658643f9d7156339b01d6774
--! Hash: sha1:798727d9eac74b8a00dd394d8e262789987f7e78
--! Message: one refusal of a row, one answer of repeats

-- One piece raises what a row raises that breaks a rule, and one answers the repeats of commands with a key.
--! Included rules/refuse_row.sql
create or replace function app_rules.refuse_row(what text, schema_name text, table_name text, broken text)
returns boolean
language plpgsql immutable parallel safe
as $$
begin
  raise check_violation using message = format('This is no %s: %s.', what, replace(broken, '_', ' ')),
    schema = schema_name, table = table_name, constraint = broken;
end
$$;

comment on function app_rules.refuse_row(text, text, text, text) is
  'Raises what a row raises that breaks a rule: 23514, with the rule''s name as constraint. what: the row in words; broken: the rule, as a name that reads as a sentence.';
--! EndIncluded rules/refuse_row.sql
--! Included rules/is_state.sql
-- One call instead of as many constraints: PostgreSQL parses and prepares each constraint anew for each statement.
create or replace function app_rules.is_state(state app_private.user_states)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_broken constant text := case
    when state.sequence_number <= 0 then 'sequence_number_is_positive'
    when state.day_start_hour not in (0, 4, 5, 6) then 'day_start_hour_never_runs_backwards'
    when state.run_length < 0 then 'run_length_is_not_negative'
    when state.run_length > state.longest_streak then 'run_is_at_most_the_longest'
    when state.longest_streak > state.check_ins then 'longest_streak_is_at_most_all_check_ins'
    when (state.run_length > 0) <> (state.run_started_on is not null) then 'a_live_run_has_a_beginning'
    when (state.check_ins > 0) <> (state.last_check_in_day is not null) then 'check_ins_have_a_last_day'
    when state.last_check_in_day is not null and (state.last_check_in_day <= state.last_marked_day) is not true then 'last_marked_day_is_not_before_the_last_check_in'
    when array_position(state.freezes, null) is not null then 'each_freeze_has_its_day'
    when state.energy < 0 then 'energy_is_not_negative'
    when state.xp < 0 then 'xp_is_not_negative'
    when state.level < 1 then 'level_is_positive'
    when state.points < 0 then 'points_are_not_negative'
    when state.lifetime_points < state.points then 'lifetime_points_are_at_least_the_balance'
    when not app_rules.is_inventory(state.inventory) then 'inventory_holds_whole_quantities'
    when num_nulls(state.paused_from, state.paused_until) < 2 and (state.paused_from <= state.paused_until) is not true then 'a_pause_has_a_first_and_a_last_day'
    when not app_rules.is_clock_ahead(state.clock_ahead_seconds) then 'clock_is_0_to_100_years_ahead'
  end;
begin
  if v_broken is null then
    return true;
  end if;
  return app_rules.refuse_row('state', 'app_private', 'user_states', v_broken);
end
$$;

comment on function app_rules.is_state(app_private.user_states) is
  'Whether this can be a user''s state. Errors: 23514 with the name of the rule that it breaks as constraint.';
--! EndIncluded rules/is_state.sql
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
  return app_rules.refuse_row('day mark', 'app_private', 'day_marks', v_broken);
end
$$;

comment on function app_rules.is_day_mark(app_private.day_marks) is
  'Whether this can be a mark of the calendar. Errors: 23514 with the name of the rule that it breaks as constraint.';
--! EndIncluded rules/is_day_mark.sql
--! Included private/repeat_answer.sql
create or replace function app_private.repeat_answer(entry app_public.journal_entries, state app_private.user_states)
returns app_public.command_result
language plpgsql stable
as $$
begin
  return app_private.entry_answer(row(entry, state, true)::app_private.outcome, true);
end
$$;

comment on function app_private.repeat_answer(app_public.journal_entries, app_private.user_states) is
  'What a repeat of a command is answered. entry: of the command as it was made; state: that of now.';
--! EndIncluded private/repeat_answer.sql
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
  return app_private.finish(v_outcome);
end
$$;

comment on function app_private.advance_clock(uuid, int, int, uuid) is
  'Moves a test user''s own clock ahead, or answers with the move that was made with this idempotency key.';
--! EndIncluded private/advance_clock.sql
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
    v_outcome.after := app_private.auto_claim(v_outcome.after);
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
