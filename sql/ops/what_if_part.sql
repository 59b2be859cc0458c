-- Parts add up, so that batches on many connections make one answer: sums, and how many users have each change.
create or replace function app_private.what_if_part(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  first_user uuid default null, last_user uuid default null
)
returns jsonb
language sql stable
begin atomic
  with outcomes as materialized (
    select o.* from app_private.what_if_users(since, parameters, rewards, first_user, last_user) as o
  ), metrics as (
    select o.user_id, m.id as metric, app_rules.metric_value(m.id, o.before) as before, app_rules.metric_value(m.id, o.after) as after
    from outcomes as o, app_private.metrics as m
  ), affected as (
    select c.user_id, jsonb_agg(jsonb_build_object('metric', c.metric, 'before', c.before, 'after', c.after) order by c.metric) as changes,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'points'), 0) as points,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'current_streak'), 0) as streak,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'lifetime_xp'), 0) as xp,
      coalesce(max(abs(c.after - c.before)) filter (where c.metric = 'energy'), 0) as energy
    from metrics as c where c.after <> c.before group by c.user_id
  )
  select jsonb_build_object(
    'users', (select count(*) from outcomes),
    'affected', (select count(*) from affected),
    'refused', (select coalesce(sum(o.refused), 0) from outcomes as o),
    'metrics', (
      select coalesce(jsonb_agg(jsonb_build_object('metric', g.metric, 'before', g.before, 'after', g.after, 'change', g.change, 'users', g.users)), '[]')
      from (
        select c.metric, c.after - c.before as change, sum(c.before) as before, sum(c.after) as after, count(*) as users
        from metrics as c group by 1, 2
      ) as g),
    'rewards', (
      select coalesce(jsonb_agg(to_jsonb(n)), '[]')
      from (
        select r.reward_id, sum(r.unlocks_before) as unlocks_before, sum(r.unlocks_after) as unlocks_after,
          sum(r.claims_before) as claims_before, sum(r.claims_after) as claims_after
        from outcomes as o, unnest(o.rewards) as r group by r.reward_id
      ) as n),
    'most_affected', (
      select coalesce(jsonb_agg(jsonb_build_object('user_id', a.user_id, 'refused', a.refused, 'changes', a.changes,
        'rank', jsonb_build_array(-a.points, -a.streak, -a.xp, -a.energy, a.user_id))), '[]')
      from (
        select f.*, o.refused from affected as f join outcomes as o using (user_id)
        order by f.points desc, f.streak desc, f.xp desc, f.energy desc, f.user_id limit 20
      ) as a)
  );
end;

comment on function app_private.what_if_part(
  timestamptz, app_public.rule_parameters, app_public.reward[], uuid, uuid
) is 'A what-if of the users from one id to another, summed up so that what_if_whole can add parts together.';
