create or replace function app_private.what_if_claim(
  course app_private.what_if_course, entry app_public.journal_entries, catalogue app_private.proposed_reward[]
)
returns app_public.journal_entries
language plpgsql stable parallel safe
as $$
declare
  v_entry app_public.journal_entries := entry;
  v_reward app_private.rewards;
begin
  select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = entry.asked ->> 'reward_id';
  if not exists (
    select from unnest(course.unlocks) as u
    where u.reward_id = v_reward.id and u.period_key = entry.asked ->> 'period_key'
      and (u.claimable_until > entry.occurred_at or u.claimable_until is null)
  ) or exists (
    select from unnest(course.claims) as c where c.reward_id = v_reward.id and c.period_key = entry.asked ->> 'period_key'
  ) then
    return null;
  end if;
  if v_reward.saved_at <= entry.occurred_at then
    v_entry.terms := jsonb_build_object('gives', app_private.effects_named(v_reward.gives));
    if not app_rules.window_is_open(v_reward.starts_at, v_reward.ends_at, entry.occurred_at) then
      return null;
    end if;
  end if;
  return v_entry;
end
$$;

comment on function app_private.what_if_claim(
  app_private.what_if_course, app_public.journal_entries, app_private.proposed_reward[]
) is 'A claim''s entry with what the proposed reward gives; null when it could not have been made.';
