-- Invoker: row-level security decides what is read. One statement, whatever the number of rewards.
create or replace function app_public.me_rewards(me app_public.me)
returns setof app_public.reward_for_me
language sql stable rows 20
begin atomic
  select r.id, r.title, r.description,
    case
      when c.claimed_at is not null then 'claimed'
      when u.unlocked_at is not null and u.claimable_until <= now.at then 'expired'
      when not app_rules.window_is_open(r.starts_at, r.ends_at, now.at) then 'not_open'
      when stock.remaining = 0 then 'out_of_stock'
      when u.unlocked_at is not null then 'claimable'
      else 'locked'
    end::app_public.reward_status,
    array(
      select row(m.id, m.title, v.value, k.at_least, v.value >= k.at_least)::app_public.metric_progress
      from app_private.reward_conditions as k
      join app_private.metrics as m on m.id = k.metric,
        lateral app_rules.metric_value(k.metric, s) as v(value)
      where k.reward_id = r.id
      order by m.id
    ),
    row(r.gives_points, r.gives_energy, r.gives_xp, r.gives_freezes,
      app_rules.inventory_items(r.gives_items))::app_public.effects,
    r.repeats, p.key, r.auto_claim, r.starts_at, r.ends_at, stock.remaining,
    u.unlocked_at, u.claimable_until, c.claimed_at,
    unclaimed.list
  from (select (me.state).as_of as at) as now,
    lateral app_private.state_as_of(me.user_id, now.at) as s,
    app_private.rewards as r
    cross join lateral app_rules.period_key(r.repeats, (me.state).today, s.run_started_on) as p(key)
    left join app_private.reward_unlocks as u
      on u.user_id = me.user_id and u.reward_id = r.id and u.period_key = p.key
    left join app_private.reward_claims as c
      on c.user_id = me.user_id and c.reward_id = r.id and c.period_key = p.key
    left join lateral (
      select coalesce(sum(t.remaining), 0) as remaining from app_private.reward_stock as t
      where t.reward_id = r.id and r.stock is not null
    ) as stock on r.stock is not null
    cross join lateral (
      select array(
        select row(r.id, r.title, o.period_key, o.unlocked_at, o.claimable_until,
          o.rule_version_id)::app_public.unlocked_reward
        from app_private.reward_unlocks as o
        where o.user_id = me.user_id and o.reward_id = r.id
          and (o.claimable_until > now.at or o.claimable_until is null)
          and (r.ends_at > now.at or r.ends_at is null)
          and not exists (
            select from app_private.reward_claims as d
            where d.user_id = o.user_id and d.reward_id = o.reward_id and d.period_key = o.period_key)
        order by o.unlocked_at, o.sequence_number
      ) as list
    ) as unclaimed
  where r.enabled or u.unlocked_at is not null or cardinality(unclaimed.list) > 0
  order by r.priority, r.id;
end;

grant execute on function app_public.me_rewards to app_user;
comment on function app_public.me_rewards(app_public.me) is
  E'@behavior -queryField +list -connection\n@notNull\nEvery reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
