create or replace function app_private.what_if_claim(
  course app_private.what_if_course, entry app_public.journal_entries, catalogue app_private.proposed_reward[]
)
returns app_public.journal_entries
language plpgsql stable parallel safe
as $$
declare
  v_entry app_public.journal_entries := entry;
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
begin
  select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = entry.asked ->> 'reward_id';
  -- A run may have begun on another day, or the reward repeat otherwise: then the latest is meant, as without a period key.
  select u.* into v_unlock from unnest(course.unlocks) as u
  where u.reward_id = entry.asked ->> 'reward_id' and u.unlocked_at <= entry.occurred_at
    and (u.period_key = entry.asked ->> 'period_key' or v_reward.repeats in ('once', 'run'))
  order by u.period_key = entry.asked ->> 'period_key' desc, u.unlocked_at desc, u.sequence_number desc limit 1;
  if v_unlock.reward_id is null then
    return null;
  end if;
  v_entry.asked := jsonb_build_object('reward_id', v_unlock.reward_id, 'period_key', v_unlock.period_key);
  if exists (select from unnest(course.claims) as c where c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key) then
    -- A repeat: it answers, and changes nothing.
    v_entry.kind := null;
  elsif v_unlock.claimable_until <= entry.occurred_at then
    return null;
  elsif v_reward.saved_at <= entry.occurred_at then
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
) is 'A claim''s entry with what the proposed reward gives; without a kind when it would have been a repeat, and null when it could not have been made.';
