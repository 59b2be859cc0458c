create or replace function app_private.what_if_whole(since timestamptz, parts jsonb[])
returns app_public.what_if
language sql stable
begin atomic
  with part as (
    select p.body from unnest(parts) as p(body)
  ), groups as (
    select g.metric, g.change, sum(g.users) as users, sum(g.before) as before, sum(g.after) as after
    from part as p, jsonb_to_recordset(p.body -> 'metrics') as g(metric text, change bigint, users bigint, before numeric, after numeric)
    group by g.metric, g.change
  ), spread as (
    select g.*, sum(g.users) over (partition by g.metric order by g.change) as users_up_to, sum(g.users) over (partition by g.metric) as users_of_all
    from groups as g
  ), changes as (
    select m.id as metric, m.title, sum(s.before) as before, sum(s.after) as after,
      coalesce(sum(s.users) filter (where s.change > 0), 0) as users_gaining, coalesce(sum(s.users) filter (where s.change < 0), 0) as users_losing,
      row(
        min(s.change),
        min(s.change) filter (where s.users_up_to * 10 >= s.users_of_all),
        min(s.change) filter (where s.users_up_to * 4 >= s.users_of_all),
        min(s.change) filter (where s.users_up_to * 2 >= s.users_of_all),
        min(s.change) filter (where s.users_up_to * 4 >= s.users_of_all * 3),
        min(s.change) filter (where s.users_up_to * 10 >= s.users_of_all * 9),
        max(s.change)
      )::app_public.distribution as distribution
    from spread as s join app_private.metrics as m on m.id = s.metric
    group by m.id, m.title
  ), rewards as (
    select r.reward_id, sum(r.unlocks_before) as unlocks_before, sum(r.unlocks_after) as unlocks_after,
      sum(r.claims_before) as claims_before, sum(r.claims_after) as claims_after
    from part as p, jsonb_populate_recordset(null::app_public.what_if_reward, p.body -> 'rewards') as r
    group by r.reward_id
  ), most as (
    select a.user_id, a.refused, a.changes, a.rank
    from part as p, jsonb_to_recordset(p.body -> 'most_affected') as a(user_id uuid, refused int, changes jsonb, rank jsonb)
    order by a.rank limit 20
  )
  select row(
    since,
    (select coalesce(sum((p.body ->> 'users')::bigint), 0) from part as p),
    (select coalesce(sum((p.body ->> 'affected')::bigint), 0) from part as p),
    (select coalesce(sum((p.body ->> 'refused')::bigint), 0) from part as p),
    (select coalesce(array_agg(row(c.metric, c.title, c.before, c.after, c.users_gaining, c.users_losing, c.distribution)::app_public.what_if_change
      order by c.metric), '{}') from changes as c),
    (select coalesce(array_agg(row(r.reward_id, r.unlocks_before, r.unlocks_after, r.claims_before, r.claims_after)::app_public.what_if_reward
      order by r.reward_id), '{}') from rewards as r),
    (select coalesce(array_agg(row(a.user_id, a.refused, array(
        select m from jsonb_populate_recordset(null::app_public.what_if_metric, a.changes) as m))::app_public.what_if_affected
      order by a.rank), '{}') from most as a)
  )::app_public.what_if;
end;

comment on function app_private.what_if_whole(timestamptz, jsonb[]) is
  'The answer of a what-if from its parts, in whatever batches they were made.';
