create or replace function app_private.claimed_of(user_id uuid, unlocked app_public.unlocked_reward[])
returns app_public.claimed_reward[]
language plpgsql stable
as $$
begin
  if cardinality(unlocked) = 0 then
    return '{}';
  end if;
  return (
    select coalesce(array_agg(
      row(c.reward_id, u.title, c.period_key, c.claimed_at, c.automatic,
        app_private.given_by(c.user_id, c.sequence_number), c.rule_version_id)::app_public.claimed_reward
      order by c.sequence_number), '{}')
    from unnest(unlocked) as u
    join app_private.reward_claims as c
      on c.user_id = claimed_of.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key and c.automatic);
end
$$;

comment on function app_private.claimed_of(uuid, app_public.unlocked_reward[]) is
  'What was claimed automatically of what a command unlocked, in the order of the claims.';
