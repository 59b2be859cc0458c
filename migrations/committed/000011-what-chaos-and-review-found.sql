--! Previous: sha1:39fb35323ae4a1ef59a6e2aff7b103c61f1c9b76
--! Hash: sha1:27bdf3f94374590f3171bc13c5dc6112cb2a025b
--! Message: what chaos and review found

-- What chaos and review found.
--! Included private/finish.sql
create or replace function app_private.finish(after app_private.user_states)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_entry app_public.journal_entries;
  v_state app_private.user_states;
begin
  perform app_private.unlock_rewards(after, after.last_day);
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = after.user_id and e.sequence_number = after.sequence_number;
  -- A statement of its own: the answer reads what it has claimed.
  v_state := app_private.auto_claim(after);
  return app_private.entry_answer(v_entry, false, v_state);
end
$$;

comment on function app_private.finish(app_private.user_states) is
  'What follows a command of today that was just recorded: it unlocks rewards, and claims those that claim themselves. Returns the command''s answer.';
--! EndIncluded private/finish.sql
--! Included private/update_settings.sql
create or replace function app_private.update_settings(user_id uuid, zone text, day_start_hour int)
returns app_public.update_settings_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
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
  v_after := v_settled;
  v_after.zone := v_zone;
  v_after.day_start_hour := v_day_start_hour;
  -- To the west today may be an earlier day again, but none that is over for the run.
  v_after.last_day := app_rules.engagement_day(v_at, v_zone, v_day_start_hour,
    greatest(v_before.last_day, app_rules.earliest_today(v_settled)));
  -- Where today stays the same, a yesterday in its grace may still be in it after the change.
  v_open_from := case when v_after.last_day > v_settled.last_day then v_after.last_day
    else app_private.ended_through(v_at, v_zone, v_day_start_hour) + 1 end;
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
--! Included private/effects_named.sql
-- So that entries are short, and mean the same when there are more kinds of effects.
create or replace function app_private.effects_named(gives app_public.effects)
returns jsonb
language sql stable
return (
  select coalesce(jsonb_object_agg(g.name, g.amount), '{}')
  from jsonb_each(to_jsonb(app_rules.effects_with_defaults(gives))) as g(name, amount)
  where g.amount <> to_jsonb(app_rules.effects_with_defaults(null)) -> g.name
);

comment on function app_private.effects_named(app_public.effects) is
  'Effects by their names, as effects_from takes them, without those that give nothing.';
--! EndIncluded private/effects_named.sql
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
  v_at := greatest(app_private.clock(), v_before.last_occurred_at);
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
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number)
  values (v_after.user_id, reward.id, apply_claim.period_key, v_after.last_occurred_at, apply_claim.automatic,
    v_after.rule_version_id, v_after.sequence_number);
  return v_after;
end
$$;

comment on function app_private.apply_claim(
  app_private.user_states, app_private.user_states, app_private.rewards, text, boolean
) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';
--! EndIncluded private/apply_claim.sql
--! Included private/use_item.sql
create or replace function app_private.use_item(user_id uuid, item_id text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
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
--! Included private/require_spendable.sql
create or replace function app_private.require_spendable(
  state app_private.user_states, rules app_private.rule_versions, amount int, reason text
)
returns void
language plpgsql stable
as $$
declare
  v_in_time_at constant timestamptz := app_rules.energy_full_at(state.energy, state.energy_anchor,
    amount, rules.energy_refill_amount, rules.energy_refill_seconds);
begin
  perform app_private.require_reason(reason, false);
  if (amount between 1 and 1000000) is not true then
    perform app_private.refuse('QT001', 'An amount of energy is from 1 to 1000000.', 'Spend at least 1.');
  elsif state.energy < amount then
    perform app_private.refuse('NR001', format('This takes %s energy, and you have %s.', amount, state.energy),
      case when amount <= rules.energy_max
        then format('There will be enough at %s.',
          to_char(date_trunc('second', v_in_time_at + interval '0.999999 seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        else format('Energy refills up to %s; use an item or claim a reward that gives more.', rules.energy_max)
      end);
  end if;
end
$$;

comment on function app_private.require_spendable(app_private.user_states, app_private.rule_versions, int, text) is
  'QT001 unless the amount is from 1 to 1000000, RS001 unless a reason given is short, NR001 unless there is so much energy.';
--! EndIncluded private/require_spendable.sql
alter table app_private.reward_conditions rename constraint reward_conditions_pkey to each_metric_is_named_once;
--! Included private/require_reachable.sql
-- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
create or replace function app_private.require_reachable(reward app_public.reward, gives app_public.effects)
returns void
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions[] := array(
    select v from app_private.rule_versions as v where v.effective_from > v_at or v.id = (app_private.rules_at(v_at)).id);
  v_freezes_max constant int := (select max(v.freezes_max) from unnest(v_rules) as v);
  v_inventory_max constant int := (select max(v.inventory_max) from unnest(v_rules) as v);
  v_condition app_public.condition;
  v_max bigint;
begin
  if gives.freezes > v_freezes_max then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_freezes_max), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_inventory_max then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_inventory_max), 'Let it give fewer.');
  elsif reward.starts_at = 'infinity' then
    perform app_private.refuse('RW006', 'Its window never comes.', 'Let startsAt be an instant to come, or leave it out.');
  elsif reward.ends_at <= v_at and coalesce(reward.enabled, true) then
    perform app_private.refuse('RW006', 'Its window is over.', 'Let endsAt be to come, or enabled be false.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := (select max(coalesce(app_rules.metric_max(v_condition.metric, v), 9223372036854775807)) from unnest(v_rules) as v);
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

comment on function app_private.require_reachable(app_public.reward, app_public.effects) is
  'RW006 for a reward that nobody could ever claim under the rules of now or of any time to come.';
--! EndIncluded private/require_reachable.sql
--! Included private/save_item.sql
create or replace function app_private.save_item(item app_public.item)
returns app_public.item
language plpgsql volatile
as $$
declare
  v_gives constant app_public.effects := app_rules.effects_with_defaults(item.gives);
  v_freezes_max constant int := (
    select max(v.freezes_max) from app_private.rule_versions as v
    where v.effective_from > app_private.clock() or v.id = (app_private.rules_at(app_private.clock())).id);
  v_constraint text;
  v_column text;
begin
  -- Decide
  if v_gives.freezes > v_freezes_max then
    perform app_private.refuse('IT005', format('It gives %s freezes, and nobody can hold more than %s.', v_gives.freezes, v_freezes_max), 'Let it give fewer.');
  end if;

  -- Write
  insert into app_private.items (id, title, description, price_points, gives, on_sale)
  values (item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))
  on conflict (id) do update set
    title = excluded.title, description = excluded.description, price_points = excluded.price_points,
    gives = excluded.gives, on_sale = excluded.on_sale;

  -- Answer
  return row(item.item_id, item.title, item.description, item.price_points, v_gives, coalesce(item.on_sale, true))::app_public.item;
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('IT005', 'The item', v_constraint, v_column);
end
$$;

comment on function app_private.save_item(app_public.item) is
  'Creates or changes an item as a whole. IT005 for one that breaks a rule or could never be used.';
--! EndIncluded private/save_item.sql
--! Included private/add_rule_version.sql
create or replace function app_private.add_rule_version(effective_from timestamptz, parameters app_public.rule_parameters)
returns app_public.rule_version
language plpgsql volatile
as $$
declare
  v_changes constant jsonb := coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}');
  v_version app_private.rule_versions;
  v_stored app_private.rule_versions;
  v_constraint text;
  v_column text;
begin
  -- Lock: one version after the other gets the next id; nobody who reads waits.
  lock table app_private.rule_versions in share row exclusive mode;

  -- Look: a version of that instant which has these parameters is the answer, whatever came before it since.
  select v.* into v_stored from app_private.rule_versions as v where v.effective_from = add_rule_version.effective_from;
  if found then
    v_version := jsonb_populate_record(v_stored, v_changes);
    if v_version is distinct from v_stored then
      perform app_private.refuse('RU001', format('Version %s takes effect at that instant already, with other parameters.', v_stored.id),
        'Choose another instant; a version is never edited.');
    end if;
    return app_private.rule_version_shown(v_stored);
  end if;

  -- Decide
  if not coalesce(effective_from > app_private.clock() and isfinite(effective_from), false) then
    perform app_private.refuse('RU001', 'A rule version takes effect in the future.', 'Let effectiveFrom be an instant to come.');
  end if;
  select changed.* into v_version
  from app_private.rules_at(add_rule_version.effective_from) as v,
    jsonb_populate_record(v, v_changes || jsonb_build_object(
      'id', (select max(a.id) + 1 from app_private.rule_versions as a), 'effective_from', add_rule_version.effective_from)) as changed;

  -- Write
  insert into app_private.rule_versions select v_version.*;

  -- Answer
  return app_private.rule_version_shown(v_version);
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_constraint, v_column);
end
$$;

comment on function app_private.add_rule_version(timestamptz, app_public.rule_parameters) is
  'Adds a rule version that takes effect in the future: the one in force until then with some parameters changed. RU001 for one that breaks a rule.';
--! EndIncluded private/add_rule_version.sql
--! Included api/add_rule_version.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.add_rule_version(effective_from timestamptz, parameters app_public.rule_parameters)
returns app_public.rule_version
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.rule_version;
begin
  perform app_private.require_operator_id();
  select a.* into v_answer
  from app_private.add_rule_version(add_rule_version.effective_from, add_rule_version.parameters) as a;
  return v_answer;
end
$$;

grant execute on function app_public.add_rule_version to app_anonymous, app_user, app_operator;
comment on function app_public.add_rule_version(timestamptz, app_public.rule_parameters) is
  E'@notNull\nFor operators: changes parameters of the rules from an instant to come on. What is left out of parameters stays as in the version that is in force until then. A version is never edited, and one that was added before for a later instant keeps all its parameters. A repeat changes nothing; other parameters for the same instant are refused.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_RULE_VERSION.';
--! EndIncluded api/add_rule_version.sql
--! Included ops/set_stock.sql
-- The whole stock and not an amount to add, so that a repeat changes nothing. At most 16 slots: enough for claims not to
-- queue on two or sixty-four cores alike, few enough to sum up at once.
create or replace function app_private.set_stock(reward_id text, stock int)
returns void
language plpgsql volatile
as $$
declare
  v_slots constant int := 16;
  v_before int;
  v_change int;
  v_slot app_private.reward_stock;
begin
  select r.stock into strict v_before from app_private.rewards as r where r.id = set_stock.reward_id for no key update;
  if v_before is not null and not exists (
    select from app_private.reward_stock as s where s.reward_id = set_stock.reward_id
  ) then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'The stock of this reward was written by hand, so there is nothing to claim from.',
      hint = 'Set rewards.stock to null and then the whole stock by this function.';
  elsif stock < 1 then
    perform app_private.refuse('RW006', 'A stock is at least 1.', 'Leave it out for no limit, or disable the reward.');
  elsif stock is null and v_before is not null then
    perform app_private.refuse('RW006', 'A stock cannot become unlimited again.', 'Raise it instead.');
  end if;
  v_change := coalesce(stock, 0) - coalesce(v_before, 0);
  update app_private.rewards as r set stock = set_stock.stock where r.id = set_stock.reward_id and v_change <> 0;

  if v_change > 0 then
    insert into app_private.reward_stock (reward_id, slot, remaining)
    select set_stock.reward_id, n.slot, v_change / v_slots + (n.slot <= v_change % v_slots)::int
    from generate_series(1, least(v_change, v_slots)) as n(slot)
    on conflict on constraint reward_stock_pkey do update set remaining = reward_stock.remaining + excluded.remaining;
  elsif v_change < 0 then
    for v_slot in
      select s.* from app_private.reward_stock as s where s.reward_id = set_stock.reward_id order by s.slot for no key update
    loop
      update app_private.reward_stock as s set remaining = s.remaining - least(v_slot.remaining, -v_change)
      where s.reward_id = v_slot.reward_id and s.slot = v_slot.slot;
      v_change := v_change + least(v_slot.remaining, -v_change);
    end loop;
    if v_change < 0 then
      perform app_private.refuse('RW006', format('The stock cannot be %s: %s have been claimed.', stock, stock - v_change),
        'Let it be at least what has been claimed.');
    end if;
  end if;
end
$$;

comment on function app_private.set_stock(text, int) is
  'Limits a reward to so many claims for all users together, counted from when there first was a limit; null when there is none. RW006 for fewer than 1 or than have been claimed, and for no limit after one. A repeat changes nothing.';
--! EndIncluded ops/set_stock.sql
