create or replace function app_private.what_if_counts(
  user_id uuid, since_sequence_number bigint, course app_private.what_if_course
)
returns app_public.what_if_reward[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(row(n.reward_id, n.unlocks_before, n.unlocks_after, n.claims_before, n.claims_after)::app_public.what_if_reward
    order by n.reward_id), '{}')
  from (
    select f.reward_id, sum(f.unlocks_before) as unlocks_before, sum(f.unlocks_after) as unlocks_after,
      sum(f.claims_before) as claims_before, sum(f.claims_after) as claims_after
    from (
      select u.reward_id, 1 as unlocks_before, 0 as unlocks_after, 0 as claims_before, 0 as claims_after
      from app_private.reward_unlocks as u
      where u.user_id = what_if_counts.user_id and u.sequence_number > since_sequence_number
      union all
      select u.reward_id, 0, 1, 0, 0 from unnest(course.unlocks) as u where u.sequence_number > since_sequence_number
      union all
      select c.reward_id, 0, 0, 1, 0 from app_private.reward_claims as c
      where c.user_id = what_if_counts.user_id and c.sequence_number > since_sequence_number
      union all
      select c.reward_id, 0, 0, 0, 1 from unnest(course.claims) as c where c.sequence_number > since_sequence_number
    ) as f
    group by f.reward_id
  ) as n;
end;

comment on function app_private.what_if_counts(uuid, bigint, app_private.what_if_course) is
  'How often a user unlocked and claimed each reward after an entry, and would have.';
