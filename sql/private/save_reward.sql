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
