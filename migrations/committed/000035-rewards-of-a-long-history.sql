--! Previous: sha1:fdc8f795d23037cf5ef5a82fad206a9aeae63f61
--! Hash: sha1:1f32223e15bd38b99f1771e6e89c8008200c3986
--! Message: rewards of a long history

-- Of rewards that were claimed in earlier periods no row is read.
alter table app_private.reward_unlocks set (autovacuum_vacuum_insert_scale_factor = 0.02);
alter table app_private.reward_claims set (autovacuum_vacuum_insert_scale_factor = 0.02);
--! Included api/me_rewards.sql
-- Invoker: row-level security decides what is read. One statement, whatever the number of rewards.
-- Of what was claimed in earlier periods no row is read: that it was, the keys of both tables say. Arrays, so that the few rows
-- that are looked for are found by key whatever is known of how many a user has.
create or replace function app_public.me_rewards(me app_public.me)
returns setof app_public.reward_for_me
language sql stable rows 20
begin atomic
  with now as (
    select (me.state).as_of as at
  ), present as (
    select r.id as reward_id, r.title, r.ends_at, app_rules.period_key(r.repeats, (me.state).today, ((me.state).streak).started_on) as period_key
    from app_private.rewards as r
  ), waiting as (
    select u.reward_id, u.period_key from app_private.reward_unlocks as u where u.user_id = me.user_id
    except
    select c.reward_id, c.period_key from app_private.reward_claims as c where c.user_id = me.user_id
  ), mine as (
    select u.reward_id, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id, u.sequence_number
    from app_private.reward_unlocks as u
    where u.user_id = me.user_id
      and u.period_key = any (array(select p.period_key from present as p union all select o.period_key from waiting as o))
  ), claimed as (
    select c.reward_id, c.period_key, c.claimed_at
    from app_private.reward_claims as c
    where c.user_id = me.user_id
      and c.period_key = any (array(select p.period_key from present as p))
  ), unclaimed as (
    select u.reward_id, array_agg(
      row(u.reward_id, p.title, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id)::app_public.unlocked_reward
      order by u.unlocked_at, u.sequence_number) as list
    from mine as u
      join waiting as o on o.reward_id = u.reward_id and o.period_key = u.period_key
      join present as p on p.reward_id = u.reward_id, now
    where (u.claimable_until > now.at or u.claimable_until is null)
      and (p.ends_at > now.at or p.ends_at is null)
    group by u.reward_id
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
    app_rules.reward_status(u.unlocked_at, u.claimable_until, c.claimed_at, r.starts_at, r.ends_at,
      case when (me.state).clock_ahead_hours is null then left_over.remaining end, now.at),
    coalesce(progress.list, '{}'),
    r.gives::app_public.effects,
    r.repeats, p.period_key, r.auto_claim, r.starts_at, r.ends_at,
    left_over.remaining,
    u.unlocked_at, u.claimable_until, c.claimed_at,
    coalesce(unclaimed.list, '{}')
  from now,
    app_private.rewards as r
    join present as p on p.reward_id = r.id
    left join mine as u on u.reward_id = r.id and u.period_key = p.period_key
    left join claimed as c on c.reward_id = r.id and c.period_key = p.period_key
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
--! EndIncluded api/me_rewards.sql
