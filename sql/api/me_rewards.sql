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
    app_rules.reward_status(u.unlocked_at, u.claimable_until, u.claimed_at, r.starts_at, r.ends_at,
      case when (me.state).clock_ahead_hours is null then left_over.remaining end, now.at),
    coalesce(progress.list, '{}'),
    r.gives::app_public.effects,
    r.repeats, p.key, r.auto_claim, r.starts_at, r.ends_at,
    left_over.remaining,
    u.unlocked_at, u.claimable_until, u.claimed_at,
    coalesce(unclaimed.list, '{}')
  from now,
    app_private.rewards as r
    cross join lateral app_rules.period_key(r.repeats, (me.state).today, ((me.state).streak).started_on) as p(key)
    left join mine as u on u.reward_id = r.id and u.period_key = p.key
    left join progress on progress.reward_id = r.id
    left join stock on stock.reward_id = r.id
    cross join lateral (select case when r.stock is not null then coalesce(stock.remaining, 0) end as remaining) as left_over
    left join unclaimed on unclaimed.reward_id = r.id
  where r.enabled or u.unlocked_at is not null or unclaimed.list is not null
  order by r.priority, r.id;
end;

grant execute on function app_public.me_rewards to app_user;
comment on function app_public.me_rewards(app_public.me) is
  E'@behavior -queryField +list -connection\n@notNull\nEvery reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
