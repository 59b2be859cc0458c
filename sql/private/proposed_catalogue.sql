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
