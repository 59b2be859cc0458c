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
