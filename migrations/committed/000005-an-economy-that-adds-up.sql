--! Previous: sha1:68a1512ddb81a1625fdd260defe1d16d90005fe4
--! Hash: sha1:73581b2c1be055d4e02743a438c92cfb2245bda2
--! Message: an economy that adds up

-- Spend, items, grants and reversals; effects as one type with one set of limits; the operators' catalogue.

-- What answers give is no longer what a catalogue promises, and the catalogue's columns go: what is built on either goes first.
drop function app_public.me_rewards(app_public.me);
drop function app_public.me_owned_rewards(app_public.me);
drop function app_private.claimed_by(uuid, bigint);
drop function app_private.effects_of(uuid, bigint);
drop function app_rules.after_effects(app_private.user_states, app_private.rule_versions, date, bigint, int, bigint, int, jsonb);
drop function app_rules.effects_obstacle(app_private.user_states, app_private.rule_versions, int, jsonb);
drop function app_rules.inventory_after_grant(jsonb, jsonb);
drop function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb);
drop function app_private.add_stock(text, int);

comment on type app_public.effects is 'What a reward, an item or a grant promises.';
comment on column app_public.effects.points is E'@notNull\n@hasDefault\nPoints.';
comment on column app_public.effects.energy is E'@notNull\n@hasDefault\nEnergy, as much as fits.';
comment on column app_public.effects.xp is E'@notNull\n@hasDefault\nXP.';
comment on column app_public.effects.freezes is E'@notNull\n@hasDefault\nStreak freezes; all of them or nothing.';
comment on column app_public.effects.items is E'@notNull\n@hasDefault\nItems for the inventory; all of them or nothing.';
--! Included types/amounts.sql
create type app_public.amounts as (points bigint, energy int, xp bigint, freezes int, items app_public.inventory_item[]);
comment on type app_public.amounts is 'What a command gave, or took.';
comment on column app_public.amounts.points is E'@notNull\nPoints.';
comment on column app_public.amounts.energy is E'@notNull\nEnergy: what was given can be less than was promised, as no more fits.';
comment on column app_public.amounts.xp is E'@notNull\nXP.';
comment on column app_public.amounts.freezes is E'@notNull\nStreak freezes.';
comment on column app_public.amounts.items is E'@notNull\nItems of the inventory.';
--! EndIncluded types/amounts.sql
--! Included types/condition.sql
create type app_public.condition as (metric text, at_least bigint);
comment on type app_public.condition is 'What a reward asks for: that a metric is at least so much.';
comment on column app_public.condition.metric is
  E'@notNull\nThe metric: check_ins, current_streak, energy, level, lifetime_points, lifetime_xp, longest_streak or points.';
comment on column app_public.condition.at_least is E'@notNull\nAt least 1.';
--! EndIncluded types/condition.sql
--! Included types/reward.sql
create type app_public.reward as (
  reward_id text,
  title text,
  description text,
  conditions app_public.condition[],
  gives app_public.effects,
  repeats app_public.reward_repeat,
  starts_at timestamptz,
  ends_at timestamptz,
  stock int,
  claim_within_hours int,
  auto_claim boolean,
  priority int,
  enabled boolean
);
comment on type app_public.reward is 'A reward as operators configure it: what rewards lists is what saveReward takes.';
comment on column app_public.reward.reward_id is
  E'@notNull\nIts name for ever: a small letter, then small letters, digits and _, 63 at most.';
comment on column app_public.reward.title is E'@notNull\nIts title, 1 to 100 characters.';
comment on column app_public.reward.description is E'@notNull\nIts description, at most 1000 characters.';
comment on column app_public.reward.conditions is
  E'@notNull\nAll must hold; each metric once. An empty list: it unlocks for everybody.';
comment on column app_public.reward.gives is E'@notNull\nWhat a claim gives.';
comment on column app_public.reward.repeats is E'@notNull\n@hasDefault\nHow often it can be had. Default: ONCE.';
comment on column app_public.reward.starts_at is 'Can be unlocked and claimed from this instant on; null: always.';
comment on column app_public.reward.ends_at is 'Can be unlocked and claimed before this instant; null: for ever.';
comment on column app_public.reward.stock is
  'How many can be claimed by all users together, counted from when there first was a limit; null: no limit.';
comment on column app_public.reward.claim_within_hours is 'An unlock not claimed so many hours later expires; null: never.';
comment on column app_public.reward.auto_claim is E'@notNull\n@hasDefault\nClaimed by the command that unlocks it. Default: false.';
comment on column app_public.reward.priority is
  E'@notNull\n@hasDefault\nRewards are unlocked and claimed automatically in the order of (priority, rewardId). Default: 100.';
comment on column app_public.reward.enabled is
  E'@notNull\n@hasDefault\nA disabled reward unlocks no more; what is unlocked can still be claimed. Default: true.';
--! EndIncluded types/reward.sql
--! Included types/item.sql
create type app_public.item as (
  item_id text, title text, description text, price_points bigint, gives app_public.effects, on_sale boolean
);
comment on type app_public.item is 'What can be bought with points, held, and used for its effects.';
comment on column app_public.item.item_id is
  E'@notNull\nIts name for ever: a small letter, then small letters, digits and _, 63 at most.';
comment on column app_public.item.title is E'@notNull\nIts title, 1 to 100 characters.';
comment on column app_public.item.description is E'@notNull\nIts description, at most 1000 characters.';
comment on column app_public.item.price_points is E'@notNull\nWhat one costs in points; more than it gives.';
comment on column app_public.item.gives is E'@notNull\nWhat using one gives; no items.';
comment on column app_public.item.on_sale is
  E'@notNull\n@hasDefault\nCan be bought. One that cannot is still used by whoever has it. Default: true.';
--! EndIncluded types/item.sql
--! Included types/rule_parameters.sql
create type app_public.rule_parameters as (
  check_in_energy int,
  check_in_points bigint,
  check_in_xp bigint,
  energy_start int,
  energy_max int,
  energy_overfill int,
  energy_refill_amount int,
  energy_refill_seconds int,
  freezes_start int,
  freeze_every_days int,
  freezes_max int,
  late_grace_minutes int,
  travel_cover_days int,
  pause_max_days int,
  repair_within_days int,
  repair_points bigint,
  inventory_max int,
  level_thresholds bigint[],
  level_boosts_basis_points int[]
);
comment on type app_public.rule_parameters is
  'The parameters of the rules. In addRuleVersion, what is left out stays as in the version before.';
comment on column app_public.rule_parameters.check_in_energy is E'@notNull\n@hasDefault\nEnergy for a check-in.';
comment on column app_public.rule_parameters.check_in_points is E'@notNull\n@hasDefault\nPoints for a check-in, before the level''s boost.';
comment on column app_public.rule_parameters.check_in_xp is E'@notNull\n@hasDefault\nXP for a check-in.';
comment on column app_public.rule_parameters.energy_start is E'@notNull\n@hasDefault\nEnergy of a new user.';
comment on column app_public.rule_parameters.energy_max is E'@notNull\n@hasDefault\nEnergy refills up to here.';
comment on column app_public.rule_parameters.energy_overfill is E'@notNull\n@hasDefault\nWhat is given may fill energy by this much above energyMax.';
comment on column app_public.rule_parameters.energy_refill_amount is E'@notNull\n@hasDefault\nEnergy for each whole refill interval.';
comment on column app_public.rule_parameters.energy_refill_seconds is E'@notNull\n@hasDefault\nThe refill interval, in seconds.';
comment on column app_public.rule_parameters.freezes_start is E'@notNull\n@hasDefault\nFreezes of a new user.';
comment on column app_public.rule_parameters.freeze_every_days is E'@notNull\n@hasDefault\nA freeze is earned each time the run''s length reaches a multiple of this.';
comment on column app_public.rule_parameters.freezes_max is E'@notNull\n@hasDefault\nAt most so many freezes are held.';
comment on column app_public.rule_parameters.late_grace_minutes is E'@notNull\n@hasDefault\nA day can be checked in so many minutes after its end. The version in force at the day''s end decides.';
comment on column app_public.rule_parameters.travel_cover_days is E'@notNull\n@hasDefault\nDays skipped by a change of zone or day start are bridged at most once in so many days.';
comment on column app_public.rule_parameters.pause_max_days is E'@notNull\n@hasDefault\nThe longest pause, in days.';
comment on column app_public.rule_parameters.repair_within_days is E'@notNull\n@hasDefault\nA broken run can be repaired for so many days after the last missed day.';
comment on column app_public.rule_parameters.repair_points is E'@notNull\n@hasDefault\nPoints to pay for each missed day that is repaired.';
comment on column app_public.rule_parameters.inventory_max is E'@notNull\n@hasDefault\nAt most so many distinct items are held.';
comment on column app_public.rule_parameters.level_thresholds is E'@notNull\n@hasDefault\nThe lifetime XP at which each level begins, level 1 (0 XP) first.';
comment on column app_public.rule_parameters.level_boosts_basis_points is E'@notNull\n@hasDefault\nWhat multiplies a check-in''s points at each level, in basis points: 10000 is once.';
--! EndIncluded types/rule_parameters.sql
--! Included types/rule_version.sql
create type app_public.rule_version as (
  rule_version_id int, effective_from timestamptz, parameters app_public.rule_parameters
);
comment on type app_public.rule_version is 'The parameters of the rules from an instant on.';
comment on column app_public.rule_version.rule_version_id is E'@notNull\nIts number.';
comment on column app_public.rule_version.effective_from is E'@notNull\nIn force from this instant until the next version''s.';
comment on column app_public.rule_version.parameters is E'@notNull\nAll of them.';
--! EndIncluded types/rule_version.sql
--! Included types/command_result.sql
create type app_public.command_result as (
  sequence_number bigint,
  occurred_at timestamptz,
  gave app_public.amounts,
  took app_public.amounts,
  replayed boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.command_result is
  'What a command gave and took, all that followed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.command_result.sequence_number is E'@notNull\nOf the journal entry that the command made.';
comment on column app_public.command_result.occurred_at is E'@notNull\nWhen it happened.';
comment on column app_public.command_result.gave is E'@notNull\nWhat the command itself gave; claimed rewards name their own.';
comment on column app_public.command_result.took is E'@notNull\nWhat it took.';
comment on column app_public.command_result.replayed is E'@notNull\nTrue when an earlier call had made this command.';
comment on column app_public.command_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.command_result.claimed is E'@notNull\nRewards that it claimed automatically.';
comment on column app_public.command_result.state is E'@notNull\nThe user''s state as of now.';
--! EndIncluded types/command_result.sql
alter type app_public.claimed_reward alter attribute gave type app_public.amounts;
alter type app_public.check_in_result alter attribute gave type app_public.amounts;

--! Included rules/are_item_quantities.sql
create or replace function app_rules.are_item_quantities(items app_public.inventory_item[], quantity_max int)
returns boolean
language sql immutable parallel safe
return case when num_nulls(items, quantity_max) = 0 then (
  select count(*) = count(distinct i.item_id)
    and coalesce(bool_and(coalesce(i.item_id ~ '^[a-z][a-z0-9_]{0,62}$' and i.quantity between 1 and quantity_max, false)), true)
  from unnest(items) as i
) end;

comment on function app_rules.are_item_quantities(app_public.inventory_item[], int) is
  'Whether a list names each item once, with a quantity from 1 to quantity_max.';
--! EndIncluded rules/are_item_quantities.sql
--! Included rules/effects_give_something.sql
create or replace function app_rules.effects_give_something(gives app_public.effects)
returns boolean
language sql immutable parallel safe
return (gives).points > 0 or (gives).energy > 0 or (gives).xp > 0 or (gives).freezes > 0 or cardinality((gives).items) > 0;

comment on function app_rules.effects_give_something(app_public.effects) is 'Whether there is any effect at all.';
--! EndIncluded rules/effects_give_something.sql
--! Included types/catalogue_effects.sql
-- A domain, so that rewards, items and grants have the same limits, each with a name that reads as a rule.
create domain app_private.catalogue_effects as app_public.effects
  constraint effects_are_complete check (
    num_nulls((value).points, (value).energy, (value).xp, (value).freezes, (value).items) = 0)
  constraint points_are_within_limits check ((value).points between 0 and 1000000000)
  constraint energy_is_within_limits check ((value).energy between 0 and 1000000)
  constraint xp_is_within_limits check ((value).xp between 0 and 1000000000)
  constraint freezes_are_within_limits check ((value).freezes between 0 and 100)
  constraint items_are_distinct_and_1_to_1000_of_each check (app_rules.are_item_quantities((value).items, 1000))
  constraint something_is_given check (app_rules.effects_give_something(value));
comment on domain app_private.catalogue_effects is 'The effects of a reward, an item or a grant, within limits.';
--! EndIncluded types/catalogue_effects.sql

alter table app_private.rewards
  add column gives app_public.effects,
  add constraint title_is_1_to_100_characters check (length(title) between 1 and 100),
  add constraint description_is_at_most_1000_characters check (length(description) <= 1000);
update app_private.rewards as r
set gives = row(r.gives_points, r.gives_energy, r.gives_xp, r.gives_freezes, app_rules.inventory_items(r.gives_items))::app_public.effects;
alter table app_private.rewards
  alter column gives type app_private.catalogue_effects,
  alter column gives set not null,
  drop column gives_points,
  drop column gives_energy,
  drop column gives_xp,
  drop column gives_freezes,
  drop column gives_items;
comment on column app_private.rewards.gives is 'What a claim gives.';
comment on column app_private.rewards.stock is 'How many can be claimed by all users together, counted from when there first was a limit; null: no limit. Written by app_private.set_stock alone, which fills reward_stock with what is left.';

alter table app_private.items
  add column gives app_public.effects,
  add column on_sale boolean not null default true,
  add constraint title_is_1_to_100_characters check (length(title) between 1 and 100),
  add constraint description_is_at_most_1000_characters check (length(description) <= 1000),
  drop constraint price_is_positive,
  add constraint price_is_within_limits check (price_points between 1 and 1000000000);
update app_private.items as i set gives = row(i.gives_points, i.gives_energy, i.gives_xp, i.gives_freezes, '{}')::app_public.effects;
alter table app_private.items
  alter column gives type app_private.catalogue_effects,
  alter column gives set not null,
  drop column gives_points,
  drop column gives_energy,
  drop column gives_xp,
  drop column gives_freezes,
  add constraint an_item_costs_more_points_than_it_gives check ((gives).points = 0 or (gives).points < price_points),
  add constraint an_item_gives_no_items check (cardinality((gives).items) = 0);
comment on column app_private.items.gives is 'What using one gives.';
comment on column app_private.items.on_sale is 'Can be bought. One that cannot is still used by whoever has it.';

alter table app_public.journal_entries
  add column terms jsonb,
  add column idempotency_key uuid,
  add column reverses bigint,
  add column operator_id uuid,
  drop constraint freezes_granted_is_not_negative,
  add constraint only_a_reversal_takes_freezes_back check (freezes_granted >= 0 or kind = 'reversal'),
  add constraint a_reversal_names_an_earlier_entry check (
    (kind = 'reversal') = (reverses is not null) and (reverses is null or reverses between 1 and sequence_number - 1)),
  add constraint a_repeatable_command_has_its_key check (
    (idempotency_key is null)
    = (kind in ('bootstrap', 'settings', 'check_in', 'claim', 'pause', 'repair', 'amnesty', 'reversal')));
create unique index journal_entries_have_one_effect_for_each_key on app_public.journal_entries (user_id, idempotency_key)
  where idempotency_key is not null;
create unique index journal_entries_are_reversed_once on app_public.journal_entries (user_id, reverses)
  where reverses is not null;
comment on column app_public.journal_entries.freezes_granted is E'@behavior +sum:attribute:aggregate\nFreezes added or, by a reversal, taken back.';
comment on column app_public.journal_entries.terms is 'What the catalogue said at that instant, where it mattered: the price of an item bought, what a reward claimed or an item used gives.';
comment on column app_public.journal_entries.idempotency_key is 'The caller''s key of a command that is not repeatable by nature: it has one effect, however often it is sent.';
comment on column app_public.journal_entries.reverses is 'The sequence number of the entry that this one reverses.';
comment on column app_public.journal_entries.operator_id is E'@behavior -*\nThe operator whose command it was; null for a command of the user''s own.';

create policy operators_read_everybody on app_private.day_marks for select to app_operator using (true);
create policy operators_read_everybody on app_private.reward_claims for select to app_operator using (true);
create policy operators_read_everybody on app_private.reward_unlocks for select to app_operator using (true);
create policy operators_read_everybody on app_private.user_states for select to app_operator using (true);
create policy operators_read_everybody on app_private.users for select to app_operator using (true);
create policy operators_read_everybody on app_public.journal_entries for select to app_operator using (true);

--! Included rules/effects_with_defaults.sql
create or replace function app_rules.effects_with_defaults(gives app_public.effects)
returns app_public.effects
language sql immutable parallel safe
return row(
  coalesce((gives).points, 0),
  coalesce((gives).energy, 0),
  coalesce((gives).xp, 0),
  coalesce((gives).freezes, 0),
  coalesce((gives).items, '{}')
)::app_public.effects;

comment on function app_rules.effects_with_defaults(app_public.effects) is
  'Effects as a caller gave them, nothing in the place of what was left out.';
--! EndIncluded rules/effects_with_defaults.sql
--! Included rules/item_quantities.sql
create or replace function app_rules.item_quantities(items app_public.inventory_item[])
returns jsonb
language sql immutable parallel safe
return case when items is not null then (
  select coalesce(jsonb_object_agg(i.item_id, i.quantity), '{}') from unnest(items) as i
) end;

comment on function app_rules.item_quantities(app_public.inventory_item[]) is
  'A list of items, each named once, as item id to quantity.';
--! EndIncluded rules/item_quantities.sql
--! Included rules/inventory_after_delta.sql
create or replace function app_rules.inventory_after_delta(inventory jsonb, items_delta jsonb)
returns jsonb
language sql immutable parallel safe
return case when items_delta = '{}' then inventory when num_nulls(inventory, items_delta) = 0 then (
  select coalesce(jsonb_object_agg(i.item_id, i.quantity) filter (where i.quantity <> 0), '{}')
  from (
    select k.item_id,
      coalesce((inventory ->> k.item_id)::bigint, 0) + coalesce((items_delta ->> k.item_id)::bigint, 0) as quantity
    from jsonb_object_keys(inventory || items_delta) as k(item_id)
  ) as i
) end;

comment on function app_rules.inventory_after_delta(jsonb, jsonb) is
  'The inventory (item id to quantity) after items were added to it or, where negative, taken. More than is held leaves what is no inventory, and no state takes.';
--! EndIncluded rules/inventory_after_delta.sql
--! Included rules/inventory_holds.sql
-- More of an item that is held already is not one more: it fits whatever the maximum has become.
create or replace function app_rules.inventory_holds(inventory jsonb, items jsonb, inventory_max int)
returns boolean
language sql immutable parallel safe
return case
  when items = '{}' then true
  when items - array(select jsonb_object_keys(inventory)) <> '{}'
    and (select count(*) from jsonb_object_keys(inventory || items)) > inventory_max then false
  when num_nulls(inventory, items, inventory_max) = 0 then
    not jsonb_path_exists(app_rules.inventory_after_delta(inventory, items), '$.* ? (@ > 999999999)')
end;

comment on function app_rules.inventory_holds(jsonb, jsonb, int) is
  'Whether items (item id to quantity) fit into an inventory of at most inventory_max distinct items, 999,999,999 of each.';
--! EndIncluded rules/inventory_holds.sql
--! Included rules/items_given.sql
create or replace function app_rules.items_given(items_delta jsonb)
returns jsonb
language sql immutable parallel safe
return case when items_delta = '{}' then items_delta when items_delta is not null then (
  select coalesce(jsonb_object_agg(i.item_id, i.delta) filter (where i.delta > 0), '{}')
  from (select d.item_id, d.delta::bigint as delta from jsonb_each_text(items_delta) as d(item_id, delta)) as i
) end;

comment on function app_rules.items_given(jsonb) is 'Of what was added to and taken from an inventory, what was added: item id to quantity.';
--! EndIncluded rules/items_given.sql
--! Included rules/items_taken.sql
create or replace function app_rules.items_taken(items_delta jsonb)
returns jsonb
language sql immutable parallel safe
return app_rules.items_given(app_rules.items_delta(items_delta, '{}'));

comment on function app_rules.items_taken(jsonb) is 'Of what was added to and taken from an inventory, what was taken: item id to quantity.';
--! EndIncluded rules/items_taken.sql
--! Included rules/is_reversible.sql
create or replace function app_rules.is_reversible(kind app_public.journal_kind)
returns boolean
language sql immutable parallel safe
return kind not in ('bootstrap', 'settings', 'pause', 'repair', 'amnesty', 'reversal');

comment on function app_rules.is_reversible(app_public.journal_kind) is
  'Whether an entry of this kind can be reversed: one that gives or takes amounts, and is not itself a correction. A repair bought days of the calendar, which an amnesty gives back.';
--! EndIncluded rules/is_reversible.sql
--! Included rules/after_effects.sql
create or replace function app_rules.after_effects(
  state app_private.user_states, rules app_private.rule_versions, day date, gives app_public.effects
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points + gives.points;
  v_after.lifetime_points := state.lifetime_points + gives.points;
  v_after.energy := app_rules.energy_after_grant(state.energy, gives.energy, rules.energy_max, rules.energy_overfill);
  v_after.xp := state.xp + gives.xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));
  v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, gives.freezes);
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, app_rules.item_quantities(gives.items));
  return v_after;
end
$$;

comment on function app_rules.after_effects(
  app_private.user_states, app_private.rule_versions, date, app_public.effects
) is 'The settled state after the effects of a reward, an item or a grant. The caller has checked that freezes and items fit.';
--! EndIncluded rules/after_effects.sql
--! Included rules/after_spend.sql
-- Settled energy that is full has its anchor at this instant already, so the anchor stays whatever is spent.
create or replace function app_rules.after_spend(state app_private.user_states, amount int)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.energy := state.energy - amount;
  return v_after;
end
$$;

comment on function app_rules.after_spend(app_private.user_states, int) is
  'The settled state after energy was spent. The caller has checked that there is enough.';
--! EndIncluded rules/after_spend.sql
--! Included rules/after_purchase.sql
create or replace function app_rules.after_purchase(
  state app_private.user_states, item_id text, quantity int, price_points bigint
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points - price_points * quantity;
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, jsonb_build_object(item_id, quantity));
  return v_after;
end
$$;

comment on function app_rules.after_purchase(app_private.user_states, text, int, bigint) is
  'The settled state after items were bought for so many points each. The caller has checked points and room.';
--! EndIncluded rules/after_purchase.sql
--! Included rules/after_use.sql
create or replace function app_rules.after_use(
  state app_private.user_states, rules app_private.rule_versions, day date, item_id text, gives app_public.effects
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := app_rules.after_effects(state, rules, day, gives);
begin
  v_after.inventory := app_rules.inventory_after_delta(v_after.inventory, jsonb_build_object(item_id, -1));
  return v_after;
end
$$;

comment on function app_rules.after_use(
  app_private.user_states, app_private.rule_versions, date, text, app_public.effects
) is 'The settled state after one of an item was used for its effects. The caller has checked that it is held, and that the effects fit.';
--! EndIncluded rules/after_use.sql
--! Included rules/freezes_after_return.sql
create or replace function app_rules.freezes_after_return(freezes date[], granted_on date, amount int)
returns date[]
language sql immutable parallel safe
return case
  when amount = 0 then freezes
  when amount <= cardinality(array_positions(freezes, granted_on)) then array(
    select f.day
    from unnest(freezes) with ordinality as f(day, place)
    where f.place <> all ((array_positions(freezes, granted_on))[:amount])
    order by f.place
  )
end;

comment on function app_rules.freezes_after_return(date[], date, int) is
  'The freezes held (days of grant, oldest first) without some that were granted on a day; null when not so many of them are held.';
--! EndIncluded rules/freezes_after_return.sql
--! Included rules/after_reversal.sql
-- Energy refills on its own, so it is taken back as far as it is there, and given back as far as it fits.
create or replace function app_rules.after_reversal(
  state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points - entry.points_delta;
  v_after.lifetime_points := state.lifetime_points - greatest(entry.points_delta, 0);
  v_after.energy := case
    when entry.energy_delta > 0 then greatest(state.energy - entry.energy_delta, 0)
    else app_rules.energy_after_grant(state.energy, -entry.energy_delta, rules.energy_max, rules.energy_overfill)
  end;
  v_after.freezes := app_rules.freezes_after_return(state.freezes, entry.day, entry.freezes_granted);
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, app_rules.items_delta(entry.items_delta, '{}'));
  return v_after;
end
$$;

comment on function app_rules.after_reversal(
  app_private.user_states, app_private.rule_versions, app_public.journal_entries
) is 'The settled state after a journal entry was reversed: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay. The caller has checked that nothing is in the way.';
--! EndIncluded rules/after_reversal.sql
--! Included rules/amounts_given.sql
create or replace function app_rules.amounts_given(entry app_public.journal_entries)
returns app_public.amounts
language sql immutable parallel safe
return row(
  greatest((entry).points_delta, 0),
  greatest((entry).energy_delta, 0),
  (entry).xp_delta,
  greatest((entry).freezes_granted, 0),
  app_rules.inventory_items(app_rules.items_given((entry).items_delta))
)::app_public.amounts;

comment on function app_rules.amounts_given(app_public.journal_entries) is 'What a journal entry says was given.';
--! EndIncluded rules/amounts_given.sql
--! Included rules/amounts_taken.sql
create or replace function app_rules.amounts_taken(entry app_public.journal_entries)
returns app_public.amounts
language sql immutable parallel safe
return row(
  greatest(-(entry).points_delta, 0),
  greatest(-(entry).energy_delta, 0),
  0,
  greatest(-(entry).freezes_granted, 0),
  app_rules.inventory_items(app_rules.items_taken((entry).items_delta))
)::app_public.amounts;

comment on function app_rules.amounts_taken(app_public.journal_entries) is
  'What a journal entry says was taken, but for the freezes that settling used.';
--! EndIncluded rules/amounts_taken.sql
--! Included rules/effects_obstacle.sql
create or replace function app_rules.effects_obstacle(
  state app_private.user_states, rules app_private.rule_versions, gives app_public.effects
)
returns text
language sql immutable parallel safe
return case
  when (gives).freezes > 0 and cardinality(state.freezes) + (gives).freezes > rules.freezes_max then 'FZ001'
  when not app_rules.inventory_holds(state.inventory, app_rules.item_quantities((gives).items), rules.inventory_max)
    then 'IN001'
end;

comment on function app_rules.effects_obstacle(app_private.user_states, app_private.rule_versions, app_public.effects) is
  'The code of what keeps effects from being applied whole: FZ001 freezes do not fit, IN001 items do not fit; null when they do.';
--! EndIncluded rules/effects_obstacle.sql
--! Included rules/reversal_obstacle.sql
create or replace function app_rules.reversal_obstacle(
  state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries
)
returns text
language sql immutable parallel safe
return case
  when state.points < (entry).points_delta then 'PT001'
  when app_rules.freezes_after_return(state.freezes, (entry).day, (entry).freezes_granted) is null then 'FZ002'
  when exists (
    select from jsonb_each_text((entry).items_delta) as i(item_id, delta)
    where coalesce((state.inventory ->> i.item_id)::bigint, 0) < i.delta::bigint
  ) then 'IT003'
  when not app_rules.inventory_holds(state.inventory, app_rules.items_taken((entry).items_delta), rules.inventory_max) then 'IN001'
end;

comment on function app_rules.reversal_obstacle(
  app_private.user_states, app_private.rule_versions, app_public.journal_entries
) is 'The code of what keeps an entry from being reversed: PT001 its points are spent, FZ002 its freeze is used, IT003 its items are used, IN001 items that come back do not fit; null when nothing does.';
--! EndIncluded rules/reversal_obstacle.sql
--! Included private/refuse_invalid.sql
-- Constraints have names that read as rules, so the name is what was wrong.
create or replace function app_private.refuse_invalid(code text, thing text, constraint_name text, column_name text)
returns void
language plpgsql stable
as $$
begin
  perform app_private.refuse(code,
    format('%s breaks a rule: %s.', thing, replace(coalesce(nullif(constraint_name, ''), column_name || ' is missing'), '_', ' ')),
    'Correct it and try again.');
end
$$;

comment on function app_private.refuse_invalid(text, text, text, text) is
  'Refuses what a constraint of its table does not allow, or a column that must not be null.';
--! EndIncluded private/refuse_invalid.sql
--! Included private/require_user_id.sql
create or replace function app_private.require_user_id()
returns uuid
language plpgsql stable
as $$
declare
  v_user_id constant uuid := app_private.current_user_id();
begin
  if v_user_id is null then
    perform app_private.refuse('IA001', 'You are signed out.', 'Send a valid bearer token in the Authorization header.');
  end if;
  return v_user_id;
end
$$;

grant execute on function app_private.require_user_id to app_anonymous, app_user, app_operator;
comment on function app_private.require_user_id() is 'Who is calling; IA001 when nobody is.';
--! EndIncluded private/require_user_id.sql
--! Included private/require_operator_id.sql
-- The role that the request took; inside a definer function current_user is the owner.
create or replace function app_private.require_operator_id()
returns uuid
language plpgsql stable
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  if current_setting('role') <> 'app_operator' then
    perform app_private.refuse('IA002', 'Only an operator can do this.', 'Sign in as an operator.');
  end if;
  return v_user_id;
end
$$;

grant execute on function app_private.require_operator_id to app_anonymous, app_user, app_operator;
comment on function app_private.require_operator_id() is
  'Which operator is calling; IA001 when nobody is, IA002 when a user is who is none.';
--! EndIncluded private/require_operator_id.sql
--! Included private/record.sql
-- The only writer of user_states, journal_entries and day_marks: no state changes without its entry, and the
-- deltas cannot disagree with the states, since they are computed from them.
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
  v_marks constant app_private.marked_day[] :=
    app_rules.calendar_with(app_private.bridged_marks(before, settled), marks);
begin
  v_after.sequence_number := before.sequence_number + 1;

  insert into app_public.journal_entries (
    user_id, sequence_number, occurred_at, day, kind, asked, rule_version_id,
    check_ins_delta, freezes_granted, freezes_used, energy_refilled, energy_delta, xp_delta, points_delta, items_delta,
    last_day, zone, day_start_hour, check_ins, run_length, run_started_on, longest_streak,
    last_marked_day, last_check_in_day, last_freeze_day, last_travel_day, freezes,
    energy, energy_anchor, xp, level, points, lifetime_points, inventory, paused_from, paused_until, last_amnesty_id,
    terms, idempotency_key, reverses, operator_id
  ) values (
    v_after.user_id, v_after.sequence_number, v_after.last_occurred_at, record.day, record.kind, record.asked,
    v_after.rule_version_id,
    v_after.check_ins - before.check_ins,
    cardinality(v_after.freezes) - cardinality(settled.freezes),
    cardinality(before.freezes) - cardinality(settled.freezes),
    settled.energy - before.energy,
    v_after.energy - settled.energy,
    v_after.xp - before.xp,
    v_after.points - before.points,
    app_rules.items_delta(before.inventory, v_after.inventory),
    v_after.last_day, v_after.zone, v_after.day_start_hour, v_after.check_ins, v_after.run_length,
    v_after.run_started_on, v_after.longest_streak, v_after.last_marked_day, v_after.last_check_in_day,
    v_after.last_freeze_day, v_after.last_travel_day, v_after.freezes,
    v_after.energy, v_after.energy_anchor, v_after.xp, v_after.level, v_after.points, v_after.lifetime_points,
    v_after.inventory, v_after.paused_from, v_after.paused_until, v_after.last_amnesty_id,
    record.terms, record.idempotency_key, record.reverses, record.operator_id
  );

  if cardinality(v_marks) > 0 then
    -- Only an amnesty takes the place of another mark; for all others a day that is marked already is an error.
    if record.kind = 'amnesty' then
      delete from app_private.day_marks as m
      where m.user_id = v_after.user_id and m.mark in ('freeze', 'repair')
        and m.day = any (array(select a.day from unnest(v_marks) as a where a.mark = 'amnesty'));
    end if;
    insert into app_private.day_marks (
      user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number, freeze_granted_on, paid_points
    )
    select v_after.user_id, m.day, m.mark, v_after.last_occurred_at, before.zone, before.day_start_hour,
      v_after.rule_version_id, v_after.sequence_number, m.freeze_granted_on, m.paid_points
    from unnest(v_marks) as m;
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
    last_amnesty_id = v_after.last_amnesty_id
  where s.user_id = v_after.user_id;

  return v_after;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb, jsonb, uuid, bigint, uuid
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, and the new state, which it returns. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks. Days are marked under the settings of before. The rest is written as it is.';
--! EndIncluded private/record.sql
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
    terms => jsonb_build_object('gives', reward.gives));
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
    continue when v_reward.stock is not null and not app_private.take_stock(v_reward.id, false);
    v_state := app_private.apply_claim(v_state, v_state, v_reward, v_unlock.period_key, true);
  end loop;
  return v_state;
end
$$;

comment on function app_private.auto_claim(app_private.user_states) is
  'Claims what the entry of this state unlocked and is to be claimed automatically, in the order of (priority, id).';
--! EndIncluded private/auto_claim.sql
--! Included private/entry_at.sql
create or replace function app_private.entry_at(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_at.user_id and e.occurred_at <= entry_at.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
--! EndIncluded private/entry_at.sql
--! Included private/earlier_entry.sql
-- Asked behind the user's lock: a twin in flight is waited for there, and a refused command has left nothing.
create or replace function app_private.earlier_entry(
  user_id uuid, idempotency_key uuid, kind app_public.journal_kind, asked jsonb
)
returns app_public.journal_entries
language plpgsql stable
as $$
declare
  v_entry app_public.journal_entries;
begin
  select e.* into v_entry from app_public.journal_entries as e
  where e.user_id = earlier_entry.user_id and e.idempotency_key = earlier_entry.idempotency_key;
  if found and (v_entry.kind, v_entry.asked) is distinct from (earlier_entry.kind, earlier_entry.asked) then
    perform app_private.refuse('IK001',
      format('The idempotency key %s belongs to another command, of %s.', idempotency_key, app_rules.iso_date(v_entry.day)),
      'Make a new key for each new command, and send the same one only to repeat it.');
  end if;
  return v_entry;
end
$$;

comment on function app_private.earlier_entry(uuid, uuid, app_public.journal_kind, jsonb) is
  'The entry of a command that was made with this idempotency key; null when there is none. IK001 when it was another command, or had other arguments.';
--! EndIncluded private/earlier_entry.sql
--! Included private/given_by.sql
create or replace function app_private.given_by(user_id uuid, sequence_number bigint)
returns app_public.amounts
language sql stable
begin atomic
  select app_rules.amounts_given(e)
  from app_public.journal_entries as e
  where e.user_id = given_by.user_id and e.sequence_number = given_by.sequence_number;
end;

comment on function app_private.given_by(uuid, bigint) is 'What the command of a journal entry gave.';
--! EndIncluded private/given_by.sql
--! Included private/claimed_by.sql
create or replace function app_private.claimed_by(user_id uuid, sequence_number bigint)
returns app_public.claimed_reward[]
language sql stable
begin atomic
  select coalesce(array_agg(
    row(c.reward_id, r.title, c.period_key, c.claimed_at, c.automatic,
      app_private.given_by(c.user_id, c.sequence_number), c.rule_version_id)::app_public.claimed_reward
    order by c.sequence_number), '{}')
  from app_private.reward_unlocks as u
  join app_private.reward_claims as c
    on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key and c.automatic
  join app_private.rewards as r on r.id = u.reward_id
  where u.user_id = claimed_by.user_id and u.sequence_number = claimed_by.sequence_number;
end;

comment on function app_private.claimed_by(uuid, bigint) is
  'What the command of a journal entry unlocked and then claimed automatically.';
--! EndIncluded private/claimed_by.sql
--! Included private/entry_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.entry_answer(
  entry app_public.journal_entries, replayed boolean, state app_private.user_states
)
returns app_public.command_result
language plpgsql stable
as $$
declare
  v_answer app_public.command_result;
begin
  v_answer.sequence_number := entry.sequence_number;
  v_answer.occurred_at := entry.occurred_at;
  v_answer.gave := app_rules.amounts_given(entry);
  v_answer.took := app_rules.amounts_taken(entry);
  v_answer.replayed := replayed;
  v_answer.unlocked := app_private.unlocked_by(entry.user_id, entry.sequence_number);
  v_answer.claimed := app_private.claimed_by(entry.user_id, entry.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.entry_answer(app_public.journal_entries, boolean, app_private.user_states) is
  'What a stored command gave and took, with a settled state.';
--! EndIncluded private/entry_answer.sql
--! Included private/finish.sql
create or replace function app_private.finish(after app_private.user_states)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  v_entry app_public.journal_entries;
begin
  perform app_private.unlock_rewards(after, after.last_day);
  select e.* into strict v_entry from app_public.journal_entries as e
  where e.user_id = after.user_id and e.sequence_number = after.sequence_number;
  return app_private.entry_answer(v_entry, false, app_private.auto_claim(after));
end
$$;

comment on function app_private.finish(app_private.user_states) is
  'What follows a command of today that was just recorded: it unlocks rewards, and claims those that claim themselves. Returns the command''s answer.';
--! EndIncluded private/finish.sql
--! Included private/check_in_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.check_in_answer(
  mark app_private.day_marks, already_checked_in boolean, state app_private.user_states
)
returns app_public.check_in_result
language plpgsql stable
as $$
declare
  v_answer app_public.check_in_result;
begin
  v_answer.day := mark.day;
  v_answer.mark := mark.mark;
  v_answer.checked_in_at := mark.marked_at;
  v_answer.already_checked_in := already_checked_in;
  v_answer.gave := app_private.given_by(mark.user_id, mark.sequence_number);
  v_answer.freezes_used := (
    select e.freezes_used from app_public.journal_entries as e
    where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number);
  v_answer.unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  v_answer.claimed := app_private.claimed_by(mark.user_id, mark.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.check_in_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored check-in was and gave, with a settled state.';
--! EndIncluded private/check_in_answer.sql
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
      'Use up an item first; the reward stays unlocked.');
  elsif reward.stock is not null and not app_private.take_stock(reward.id, true) then
    perform app_private.refuse('RW005', format('"%s" is out of stock.', reward.title), 'Nothing was claimed.');
  end if;
end
$$;

comment on function app_private.require_claimable(
  text, app_private.rewards, app_private.reward_unlocks, app_private.user_states, app_private.rule_versions
) is 'Refuses a claim that cannot be made, saying why; otherwise takes it from the stock, if the reward has one.';
--! EndIncluded private/require_claimable.sql
--! Included private/claim_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.claim_answer(
  claim app_private.reward_claims, already_claimed boolean, state app_private.user_states
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
  v_answer.claim.gave := app_private.given_by(claim.user_id, claim.sequence_number);
  v_answer.already_claimed := already_claimed;
  v_answer.unlocked := app_private.unlocked_by(claim.user_id, claim.sequence_number);
  v_answer.claimed := app_private.claimed_by(claim.user_id, claim.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.claim_answer(app_private.reward_claims, boolean, app_private.user_states) is
  'What a stored claim was and gave, with a settled state.';
--! EndIncluded private/claim_answer.sql
--! Included private/require_reason.sql
create or replace function app_private.require_reason(reason text, is_required boolean)
returns void
language plpgsql stable
as $$
begin
  if coalesce(length(reason) not between 1 and 200, is_required) then
    perform app_private.refuse('RS001', 'A reason has 1 to 200 characters.', 'Say in a few words what it is for.');
  end if;
end
$$;

comment on function app_private.require_reason(text, boolean) is
  'RS001 unless the reason has 1 to 200 characters; null will do where none is required.';
--! EndIncluded private/require_reason.sql
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
        then format('There will be enough at %s.', to_char(v_in_time_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        else format('Energy refills up to %s; use an item or claim a reward that gives more.', rules.energy_max)
      end);
  end if;
end
$$;

comment on function app_private.require_spendable(app_private.user_states, app_private.rule_versions, int, text) is
  'QT001 unless the amount is from 1 to 1000000, RS001 unless a reason given is short, NR001 unless there is so much energy.';
--! EndIncluded private/require_spendable.sql
--! Included private/spend_energy.sql
create or replace function app_private.spend_energy(user_id uuid, amount int, reason text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
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
--! Included private/require_item.sql
create or replace function app_private.require_item(item_id text, item app_private.items)
returns void
language plpgsql stable
as $$
begin
  if item.id is null then
    perform app_private.refuse('IT001', format('There is no item "%s".', left(item_id, 63)), 'Take the item id from items.');
  end if;
end
$$;

comment on function app_private.require_item(text, app_private.items) is 'IT001 unless the item was found.';
--! EndIncluded private/require_item.sql
--! Included private/require_buyable.sql
create or replace function app_private.require_buyable(
  state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items, quantity int
)
returns void
language plpgsql stable
as $$
declare
  v_quantity_max constant int := 1000;
begin
  perform app_private.require_item(item_id, item);
  if (quantity between 1 and v_quantity_max) is not true then
    perform app_private.refuse('QT001', format('A quantity is from 1 to %s.', v_quantity_max), 'Buy at least 1.');
  elsif not item.on_sale then
    perform app_private.refuse('IT002', format('"%s" is not on sale.', item.title), 'Those that you have can still be used.');
  elsif state.points < item.price_points * quantity then
    perform app_private.refuse('PT001', format('%s of "%s" cost %s points, and you have %s.',
      quantity, item.title, item.price_points * quantity, state.points), 'Earn or claim more points first.');
  elsif not app_rules.inventory_holds(state.inventory, jsonb_build_object(item.id, quantity), rules.inventory_max) then
    perform app_private.refuse('IN001', format('Your inventory holds at most %s different items, and a limited number of each: "%s" would not fit.',
      rules.inventory_max, item.title), 'Use up an item first.');
  end if;
end
$$;

comment on function app_private.require_buyable(
  app_private.user_states, app_private.rule_versions, text, app_private.items, int
) is 'Refuses a purchase that cannot be made, saying why.';
--! EndIncluded private/require_buyable.sql
--! Included private/buy_item.sql
create or replace function app_private.buy_item(user_id uuid, item_id text, quantity int, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
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
--! Included private/require_usable.sql
create or replace function app_private.require_usable(
  state app_private.user_states, rules app_private.rule_versions, item_id text, item app_private.items
)
returns void
language plpgsql stable
as $$
begin
  perform app_private.require_item(item_id, item);
  if coalesce((state.inventory ->> item.id)::int, 0) < 1 then
    perform app_private.refuse('IT003', format('You have no "%s".', item.title), 'Buy one first; state.inventory lists what you have.');
  elsif app_rules.effects_obstacle(state, rules, item.gives) = 'FZ001' then
    perform app_private.refuse('FZ001', format('You hold %s of at most %s freezes, and "%s" gives %s.',
      cardinality(state.freezes), rules.freezes_max, item.title, (item.gives).freezes),
      'Use it when a freeze has been used; you keep it until then.');
  elsif app_rules.after_effects(state, rules, state.last_day, item.gives) is not distinct from state then
    perform app_private.refuse('IT004', format('"%s" would change nothing now: energy is %s of %s.',
      item.title, state.energy, rules.energy_max), 'Use it later; you keep it until then.');
  end if;
end
$$;

comment on function app_private.require_usable(
  app_private.user_states, app_private.rule_versions, text, app_private.items
) is 'Refuses the use of an item that is not held, or none of whose effects would change anything; all of its freezes fit, or it is kept.';
--! EndIncluded private/require_usable.sql
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
    terms => jsonb_build_object('gives', v_item.gives), idempotency_key => idempotency_key);

  -- Answer
  return app_private.finish(v_after);
end
$$;

comment on function app_private.use_item(uuid, text, uuid) is
  'Uses one of an item that a user holds, or answers with what was used with this idempotency key.';
--! EndIncluded private/use_item.sql
--! Included private/require_known_user.sql
create or replace function app_private.require_known_user(user_id uuid)
returns void
language plpgsql stable
as $$
begin
  if not exists (select from app_private.users as u where u.user_id = require_known_user.user_id) then
    perform app_private.refuse('US003', format('There is no user %s.', user_id), 'Take the user id from me.userId.');
  end if;
end
$$;

comment on function app_private.require_known_user(uuid) is
  'US003 unless somebody has this id. A command of their own would create them; an operator''s does not.';
--! EndIncluded private/require_known_user.sql
--! Included private/require_effects.sql
create or replace function app_private.require_effects(gives app_public.effects, code text)
returns void
language plpgsql stable
as $$
declare
  v_unknown text;
  v_constraint text;
begin
  perform gives::app_private.catalogue_effects;
  select g.item_id into v_unknown from unnest(gives.items) as g
  where not exists (select from app_private.items as i where i.id = g.item_id) limit 1;
  if found then
    perform app_private.refuse('IT001', format('There is no item "%s".', left(v_unknown, 63)), 'Take the item id from items.');
  end if;
exception when check_violation then
  get stacked diagnostics v_constraint = constraint_name;
  perform app_private.refuse_invalid(code, 'What is to be given', v_constraint, null);
end
$$;

comment on function app_private.require_effects(app_public.effects, text) is
  'The code unless the effects are within limits, IT001 unless the items among them exist.';
--! EndIncluded private/require_effects.sql
--! Included private/require_grantable.sql
create or replace function app_private.require_grantable(
  state app_private.user_states, rules app_private.rule_versions, gives app_public.effects, reason text
)
returns void
language plpgsql stable
as $$
declare
  v_obstacle text;
begin
  perform app_private.require_reason(reason, true);
  perform app_private.require_effects(gives, 'GR001');
  v_obstacle := app_rules.effects_obstacle(state, rules, gives);
  if v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('The user holds %s of at most %s freezes.',
      cardinality(state.freezes), rules.freezes_max), 'Grant fewer, or an item that gives one.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('The user''s inventory holds at most %s different items, and a limited number of each.',
      rules.inventory_max), 'Grant points instead.');
  end if;
end
$$;

comment on function app_private.require_grantable(
  app_private.user_states, app_private.rule_versions, app_public.effects, text
) is 'Refuses a grant that is empty, beyond the limits, without a reason, or that does not fit.';
--! EndIncluded private/require_grantable.sql
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
  v_asked constant jsonb := jsonb_build_object('gives', v_gives, 'reason', reason);
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
--! Included private/require_reversible.sql
create or replace function app_private.require_reversible(
  state app_private.user_states, rules app_private.rule_versions, sequence_number bigint,
  entry app_public.journal_entries, reason text
)
returns void
language plpgsql stable
as $$
declare
  v_obstacle constant text := app_rules.reversal_obstacle(state, rules, entry);
begin
  perform app_private.require_reason(reason, true);
  if entry.sequence_number is null then
    perform app_private.refuse('RV001', format('The user has no journal entry %s.', sequence_number),
      'Take the sequence number from the user''s journal.');
  elsif not app_rules.is_reversible(entry.kind) then
    perform app_private.refuse('RV001', format('Entry %s is of the kind %s, which cannot be reversed.',
      sequence_number, upper(entry.kind::text)), 'Grant what is to be made good.');
  elsif v_obstacle = 'PT001' then
    perform app_private.refuse('PT001', format('Entry %s gave %s points, and %s are left.',
      sequence_number, entry.points_delta, state.points), 'Reverse first what they were spent on.');
  elsif v_obstacle = 'FZ002' then
    perform app_private.refuse('FZ002', format('Entry %s gave %s freezes, which have been used.',
      sequence_number, entry.freezes_granted), 'A used freeze is a day of the calendar; it is not taken back.');
  elsif v_obstacle = 'IT003' then
    perform app_private.refuse('IT003', format('The items that entry %s gave are no longer held.', sequence_number),
      'Reverse first what used them.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('The user''s inventory holds at most %s different items; what entry %s took would not fit.',
      rules.inventory_max, sequence_number), 'Wait until an item is used up.');
  end if;
end
$$;

comment on function app_private.require_reversible(
  app_private.user_states, app_private.rule_versions, bigint, app_public.journal_entries, text
) is 'Refuses a reversal that cannot be made, saying why.';
--! EndIncluded private/require_reversible.sql
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
  v_at := greatest(app_private.clock(), v_before.last_occurred_at);
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
--! Included private/reward_definition.sql
create or replace function app_private.reward_definition(reward app_private.rewards)
returns app_public.reward
language sql stable
begin atomic
  select row(
    reward.id, reward.title, reward.description,
    array(
      select row(c.metric, c.at_least)::app_public.condition
      from app_private.reward_conditions as c where c.reward_id = reward.id order by c.metric
    ),
    reward.gives, reward.repeats, reward.starts_at, reward.ends_at, reward.stock, reward.claim_within_hours,
    reward.auto_claim, reward.priority, reward.enabled
  )::app_public.reward;
end;

comment on function app_private.reward_definition(app_private.rewards) is 'A reward with its conditions, as operators configure it.';
--! EndIncluded private/reward_definition.sql
--! Included private/require_reachable.sql
-- Under the rules in force now or at some time to come; what is out of reach under all of them is a mistake.
create or replace function app_private.require_reachable(reward app_public.reward, gives app_public.effects)
returns void
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_condition app_public.condition;
  v_max bigint;
  v_limits record;
begin
  select max(v.freezes_max) as freezes, max(v.inventory_max) as items, max(cardinality(v.level_thresholds)) as level,
    max(v.energy_max::bigint + v.energy_overfill) as energy
  into strict v_limits
  from app_private.rule_versions as v
  where v.effective_from > v_at or v.id = (app_private.rules_at(v_at)).id;

  if gives.freezes > v_limits.freezes then
    perform app_private.refuse('RW006', format('It gives %s freezes, and nobody can hold more than %s.', gives.freezes, v_limits.freezes), 'Let it give fewer.');
  elsif cardinality(gives.items) > v_limits.items then
    perform app_private.refuse('RW006', format('It gives %s different items, and nobody can hold more than %s.', cardinality(gives.items), v_limits.items), 'Let it give fewer.');
  elsif reward.ends_at <= v_at and coalesce(reward.enabled, true) then
    perform app_private.refuse('RW006', 'Its window is over.', 'Let endsAt be to come, or enabled be false.');
  end if;
  foreach v_condition in array coalesce(reward.conditions, '{}') loop
    v_max := case v_condition.metric when 'level' then v_limits.level when 'energy' then v_limits.energy end;
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
--! Included private/save_reward.sql
create or replace function app_private.save_reward(reward app_public.reward)
returns app_public.reward
language plpgsql volatile
as $$
declare
  v_gives constant app_public.effects := app_rules.effects_with_defaults(reward.gives);
  v_saved app_private.rewards;
  v_constraint text;
  v_column text;
begin
  -- Decide
  perform app_private.require_effects(v_gives, 'RW006');
  perform app_private.require_reachable(reward, v_gives);

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
  perform app_private.require_effects(v_gives, 'IT005');
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
--! Included private/rule_version_shown.sql
create or replace function app_private.rule_version_shown(version app_private.rule_versions)
returns app_public.rule_version
language sql stable
begin atomic
  select row(version.id, version.effective_from,
    jsonb_populate_record(null::app_public.rule_parameters, to_jsonb(version)))::app_public.rule_version;
end;

comment on function app_private.rule_version_shown(app_private.rule_versions) is 'A rule version as operators see it.';
--! EndIncluded private/rule_version_shown.sql
--! Included private/add_rule_version.sql
create or replace function app_private.add_rule_version(effective_from timestamptz, parameters app_public.rule_parameters)
returns app_public.rule_version
language plpgsql volatile
as $$
declare
  v_version app_private.rule_versions;
  v_stored app_private.rule_versions;
  v_constraint text;
  v_column text;
begin
  -- Lock: one version after the other gets the next id; nobody who reads waits.
  lock table app_private.rule_versions in share row exclusive mode;

  -- Look
  select v.* into v_stored from app_private.rule_versions as v where v.effective_from = add_rule_version.effective_from;

  -- Decide
  if v_stored.id is null and not coalesce(effective_from > app_private.clock() and isfinite(effective_from), false) then
    perform app_private.refuse('RU001', 'A rule version takes effect in the future.', 'Let effectiveFrom be an instant to come.');
  end if;
  select changed.* into v_version
  from app_private.rules_at(add_rule_version.effective_from - interval '1 microsecond') as v,
    jsonb_populate_record(v, jsonb_strip_nulls(to_jsonb(parameters)) || jsonb_build_object(
      'id', coalesce(v_stored.id, (select max(a.id) + 1 from app_private.rule_versions as a)),
      'effective_from', add_rule_version.effective_from)) as changed;
  if v_stored.id is not null and v_version is distinct from v_stored then
    perform app_private.refuse('RU001', format('Version %s takes effect at that instant already, with other parameters.', v_stored.id),
      'Choose another instant; a version is never edited.');
  end if;

  -- Write
  if v_stored.id is null then
    insert into app_private.rule_versions select v_version.*;
  end if;

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
      when r.stock is not null and coalesce(stock.remaining, 0) = 0 then 'out_of_stock'
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
--! Included api/me_owned_rewards.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_owned_rewards(me app_public.me)
returns setof app_public.owned_reward
language sql stable
begin atomic
  select
    row(u.reward_id, r.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward,
    case when c.user_id is not null then
      row(c.reward_id, r.title, c.period_key, c.claimed_at, c.automatic, app_rules.amounts_given(e), c.rule_version_id)::app_public.claimed_reward
    end
  from app_private.reward_unlocks as u
  join app_private.rewards as r on r.id = u.reward_id
  left join app_private.reward_claims as c
    on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key
  left join app_public.journal_entries as e on e.user_id = c.user_id and e.sequence_number = c.sequence_number
  where u.user_id = me.user_id
  order by u.sequence_number desc, u.reward_id;
end;

grant execute on function app_public.me_owned_rewards to app_user;
comment on function app_public.me_owned_rewards(app_public.me) is
  E'@behavior -queryField +connection -list\nEvery reward ever unlocked, for each period, with its claim: latest first.';
--! EndIncluded api/me_owned_rewards.sql
--! Included api/spend_energy.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.spend_energy(amount int, idempotency_key uuid, reason text default null)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.command_result;
begin
  select s.* into v_answer from app_private.spend_energy(
    v_user_id, spend_energy.amount, spend_energy.reason, spend_energy.idempotency_key) as s;
  return v_answer;
end
$$;

grant execute on function app_public.spend_energy to app_anonymous, app_user;
comment on function app_public.spend_energy(int, uuid, text) is
  E'@notNull\nSpends energy: amount (1 to 1000000) of what there is now, refills counted; all of it or nothing. reason (at most 200 characters) is kept in the journal. A repeat with the same idempotencyKey changes nothing and answers with what was spent (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, INVALID_AMOUNT, INVALID_REASON, NOT_ENOUGH_ENERGY, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/spend_energy.sql
--! Included api/buy_item.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.buy_item(item_id text, idempotency_key uuid, quantity int default 1)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.command_result;
begin
  select b.* into v_answer from app_private.buy_item(
    v_user_id, buy_item.item_id, coalesce(buy_item.quantity, 1), buy_item.idempotency_key) as b;
  return v_answer;
end
$$;

grant execute on function app_public.buy_item to app_anonymous, app_user;
comment on function app_public.buy_item(text, uuid, int) is
  E'@notNull\nBuys quantity (1 to 1000, by default 1) of an item for its price in points now, and puts them into the inventory; all of them or nothing. A repeat with the same idempotencyKey changes nothing and answers with what was bought (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, UNKNOWN_ITEM, ITEM_NOT_ON_SALE, INVALID_AMOUNT, NOT_ENOUGH_POINTS, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/buy_item.sql
--! Included api/use_item.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.use_item(item_id text, idempotency_key uuid)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.command_result;
begin
  select u.* into v_answer from app_private.use_item(v_user_id, use_item.item_id, use_item.idempotency_key) as u;
  return v_answer;
end
$$;

grant execute on function app_public.use_item to app_anonymous, app_user;
comment on function app_public.use_item(text, uuid) is
  E'@notNull\nUses one of an item of the inventory for its effects. When nothing at all would change, or a freeze would not fit, it is kept; energy is given as far as it fits. A repeat with the same idempotencyKey changes nothing and answers with what the use gave (replayed: true), for ever: make a new key for each new command.\n\nErrors: SIGNED_OUT, UNKNOWN_ITEM, NOT_ENOUGH_ITEMS, ITEM_WITHOUT_EFFECT, FREEZES_FULL, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/use_item.sql
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
  v_user.state := app_private.present(app_private.state_as_of(user_id, app_private.clock()));
  return v_user;
end
$$;

grant execute on function app_public."user" to app_anonymous, app_user, app_operator;
comment on function app_public."user"(uuid) is
  E'For operators: a user as the user is shown to themselves by me, with state, journal and rewards; null when there is none of this id. Reading never changes anything.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
--! EndIncluded api/user.sql
--! Included api/grant_effects.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.grant_effects(
  user_id uuid, gives app_public.effects, reason text, idempotency_key uuid
)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
  v_answer app_public.command_result;
begin
  select g.* into v_answer from app_private.grant_effects(grant_effects.user_id, v_operator_id,
    grant_effects.gives, grant_effects.reason, grant_effects.idempotency_key) as g;
  return v_answer;
end
$$;

grant execute on function app_public.grant_effects to app_anonymous, app_user, app_operator;
comment on function app_public.grant_effects(uuid, app_public.effects, text, uuid) is
  E'@notNull\nFor operators: gives a user points, energy, XP, freezes or items. reason (1 to 200 characters) is kept in the user''s journal, where the user can read it. All of it or nothing, but for energy, which is given as far as it fits. A repeat for the same user with the same idempotencyKey changes nothing and answers with what was given (replayed: true), for ever.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, INVALID_GRANT, INVALID_REASON, UNKNOWN_ITEM, FREEZES_FULL, INVENTORY_FULL, IDEMPOTENCY_KEY_REUSED.';
--! EndIncluded api/grant_effects.sql
--! Included api/reverse_entry.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
  v_answer app_public.command_result;
begin
  select r.* into v_answer from app_private.reverse_entry(
    reverse_entry.user_id, v_operator_id, reverse_entry.sequence_number, reverse_entry.reason) as r;
  return v_answer;
end
$$;

grant execute on function app_public.reverse_entry to app_anonymous, app_user, app_operator;
comment on function app_public.reverse_entry(uuid, bigint, text) is
  E'@notNull\nFor operators: corrects a journal entry of a user by one that reverses it: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay, and a reward stays claimed. Energy is taken back as far as it is there. reason (1 to 200 characters) is kept in the user''s journal. An entry is reversed once: a repeat changes nothing and answers with that reversal (replayed: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, NOT_REVERSIBLE, INVALID_REASON, NOT_ENOUGH_POINTS, NOT_ENOUGH_ITEMS, FREEZE_USED, INVENTORY_FULL.';
--! EndIncluded api/reverse_entry.sql
--! Included api/items.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.items()
returns setof app_public.item
language sql stable
begin atomic
  select i.id, i.title, i.description, i.price_points, i.gives::app_public.effects, i.on_sale
  from app_private.items as i
  order by i.price_points, i.id;
end;

grant execute on function app_public.items to app_anonymous, app_user, app_operator;
comment on function app_public.items() is
  E'@behavior +connection -list\nAll items, the cheapest first: those on sale, and those that only who has them can use.';
--! EndIncluded api/items.sql
--! Included api/rewards.sql
-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.rewards()
returns setof app_public.reward
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app_private.require_operator_id();
  return query select d.* from app_private.rewards as r, app_private.reward_definition(r) as d order by r.priority, r.id;
end
$$;

grant execute on function app_public.rewards to app_anonymous, app_user, app_operator;
comment on function app_public.rewards() is
  E'@behavior +connection -list\nFor operators: all rewards, disabled ones too, in the order in which they are unlocked.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
--! EndIncluded api/rewards.sql
--! Included api/reward_stock_remaining.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.reward_stock_remaining(reward app_public.reward)
returns bigint
language sql stable
begin atomic
  select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = reward.reward_id;
end;

grant execute on function app_public.reward_stock_remaining to app_operator;
comment on function app_public.reward_stock_remaining(app_public.reward) is
  E'@behavior -queryField\nWhat is left of the stock; null when there is no limit.';
--! EndIncluded api/reward_stock_remaining.sql
--! Included api/rule_versions.sql
-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.rule_versions()
returns setof app_public.rule_version
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app_private.require_operator_id();
  return query
  select d.* from app_private.rule_versions as v, app_private.rule_version_shown(v) as d order by v.effective_from desc;
end
$$;

grant execute on function app_public.rule_versions to app_anonymous, app_user, app_operator;
comment on function app_public.rule_versions() is
  E'@behavior +connection -list\nFor operators: all rule versions, those to come too, the latest first.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
--! EndIncluded api/rule_versions.sql
--! Included api/save_item.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.save_item(item app_public.item)
returns app_public.item
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.item;
begin
  perform app_private.require_operator_id();
  select s.* into v_answer from app_private.save_item(save_item.item) as s;
  return v_answer;
end
$$;

grant execute on function app_public.save_item to app_anonymous, app_user, app_operator;
comment on function app_public.save_item(app_public.item) is
  E'@notNull\nFor operators: creates an item, or changes the one of that id, as a whole: what is left out has its default. Items that are held already are used with the effects of the new definition. An item is never deleted; take it off sale. Refused: what gives as many points as it costs, and what could never be used. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_ITEM.';
--! EndIncluded api/save_item.sql
--! Included api/save_reward.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.save_reward(reward app_public.reward)
returns app_public.reward
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.reward;
begin
  perform app_private.require_operator_id();
  select s.* into v_answer from app_private.save_reward(save_reward.reward) as s;
  return v_answer;
end
$$;

grant execute on function app_public.save_reward to app_anonymous, app_user, app_operator;
comment on function app_public.save_reward(app_public.reward) is
  E'@notNull\nFor operators: creates a reward with its conditions, or changes the one of that id, as a whole: what is left out has its default. What users have unlocked stays unlocked, whatever changes; a claim gives what the reward gives at the time of the claim. A reward is never deleted; disable it. Refused: what could never be claimed under the rules now or to come (conditions out of reach, more freezes or items than can be held, a window that is empty or over), and a stock below what has been claimed. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_REWARD, UNKNOWN_ITEM.';
--! EndIncluded api/save_reward.sql
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
  E'@notNull\nFor operators: changes parameters of the rules from an instant to come on. What is left out of parameters stays as in the version that is in force until then. A version is never edited. A repeat changes nothing; other parameters for the same instant are refused.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_RULE_VERSION.';
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
  'Limits a reward to so many claims for all users together, counted from when there first was a limit; null when there is none. RW006 for fewer than have been claimed, and for no limit after one. A repeat changes nothing.';
--! EndIncluded ops/set_stock.sql
--! Included ops/verify.sql
-- Set by set, so that all users cost a few scans: the journal against itself, against the state, and the calendar
-- against both.
create or replace function app_private.verify()
returns table (user_id uuid, difference text)
language sql stable
begin atomic
  -- The state is the last entry.
  select s.user_id, 'The state is not that of its last journal entry, ' || s.sequence_number || '.'
  from app_private.user_states as s
  left join app_public.journal_entries as e on e.user_id = s.user_id and e.sequence_number = s.sequence_number
  where row(
      s.last_occurred_at, s.rule_version_id, s.last_day, s.zone, s.day_start_hour, s.check_ins, s.run_length,
      s.run_started_on, s.longest_streak, s.last_marked_day, s.last_check_in_day, s.last_freeze_day, s.last_travel_day,
      s.freezes, s.energy, s.energy_anchor, s.xp, s.level, s.points, s.lifetime_points, s.inventory,
      s.paused_from, s.paused_until, s.last_amnesty_id
    ) is distinct from row(
      e.occurred_at, e.rule_version_id, e.last_day, e.zone, e.day_start_hour, e.check_ins, e.run_length,
      e.run_started_on, e.longest_streak, e.last_marked_day, e.last_check_in_day, e.last_freeze_day, e.last_travel_day,
      e.freezes, e.energy, e.energy_anchor, e.xp, e.level, e.points, e.lifetime_points, e.inventory,
      e.paused_from, e.paused_until, e.last_amnesty_id
    )
  union all
  -- Each entry follows from the one before it; the first from nothing.
  select e.user_id, 'Journal entry ' || e.sequence_number || ' does not follow from the one before it.'
  from (
    select j.*,
      lag(j.sequence_number, 1, 0::bigint) over entries as sequence_number_before,
      lag(j.occurred_at, 1, '-infinity') over entries as occurred_at_before,
      lag(j.check_ins, 1, 0) over entries as check_ins_before,
      lag(cardinality(j.freezes), 1, 0) over entries as freezes_before,
      lag(j.energy, 1, 0) over entries as energy_before,
      lag(j.xp, 1, 0::bigint) over entries as xp_before,
      lag(j.points, 1, 0::bigint) over entries as points_before,
      lag(j.longest_streak, 1, 0) over entries as longest_before
    from app_public.journal_entries as j
    window entries as (partition by j.user_id order by j.sequence_number)
  ) as e
  where e.sequence_number <> e.sequence_number_before + 1
    or e.occurred_at < e.occurred_at_before
    or e.check_ins <> e.check_ins_before + e.check_ins_delta
    or cardinality(e.freezes) <> e.freezes_before - e.freezes_used + e.freezes_granted
    or e.energy <> e.energy_before + e.energy_refilled + e.energy_delta
    or e.xp <> e.xp_before + e.xp_delta
    or e.points <> e.points_before + e.points_delta
    or e.longest_streak < e.longest_before
  union all
  -- A run is a block of marked days.
  select s.user_id, 'The streak is not that of the calendar.'
  from app_private.user_states as s
  left join (
    select b.user_id,
      sum(b.length) as check_ins, max(b.length) as longest, max(b.last_day) as last_day,
      max(b.last_check_in_day) as last_check_in_day, max(b.last_freeze_day) as last_freeze_day,
      (array_agg(b.length order by b.last_day desc))[1] as length,
      (array_agg(b.started_on order by b.last_day desc))[1] as started_on
    from (
      select d.user_id, max(d.day) as last_day,
        count(*) filter (where d.mark in ('check_in', 'late')) as length,
        min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on,
        max(d.day) filter (where d.mark in ('check_in', 'late')) as last_check_in_day,
        max(d.day) filter (where d.mark = 'freeze') as last_freeze_day
      from (
        select m.user_id, m.day, m.mark,
          m.day - row_number() over (partition by m.user_id order by m.day)::int as block
        from app_private.day_marks as m
      ) as d
      group by d.user_id, d.block
    ) as b
    group by b.user_id
  ) as c on c.user_id = s.user_id
  where row(s.check_ins, s.longest_streak, s.last_marked_day, s.last_check_in_day, s.last_freeze_day)
      is distinct from row(coalesce(c.check_ins, 0)::int, coalesce(c.longest, 0)::int, c.last_day, c.last_check_in_day, c.last_freeze_day)
    or s.run_length > 0 and row(s.run_length, s.run_started_on) is distinct from row(c.length::int, c.started_on)
  union all
  -- Nothing of a user is without its entry.
  select m.user_id, 'The mark of ' || app_rules.iso_date(m.day) || ' has no journal entry.'
  from app_private.day_marks as m
  where not exists (
    select from app_public.journal_entries as e
    where e.user_id = m.user_id and e.sequence_number = m.sequence_number and e.occurred_at = m.marked_at);
end;

comment on function app_private.verify() is
  'What contradicts itself: journal, state and calendar of every user. No row means that everything adds up.';
--! EndIncluded ops/verify.sql
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
  ('US003', 'UNKNOWN_USER', 'There is no user of that id.')
on conflict do nothing;
--! EndIncluded seeds/error_codes.sql
