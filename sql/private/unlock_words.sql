create or replace function app_private.unlock_words(
  reward app_private.rewards, explained app_public.reward_explanation, status app_public.reward_status,
  conditions app_public.condition_explanation[], state app_private.user_states
)
returns text
language sql stable parallel safe
begin atomic
  select app_rules.unlocked_words((explained).unlocked, reward.repeats,
      app_private.entry_named(state.user_id, (explained).unlocked_by), conditions, state.zone)
    || ' ' || app_rules.claim_words(status, (explained).unlocked, reward.starts_at, reward.ends_at,
      app_rules.effects_obstacle(state, app_private.rules_at(state.last_occurred_at), reward.gives),
      (explained).claimed, app_private.entry_named(state.user_id, (explained).claimed_by),
      app_private.amounts_words(((explained).claimed).gave),
      (
        select app_private.entry_named(state.user_id, e.sequence_number) from app_public.journal_entries as e
        where e.user_id = state.user_id and e.reverses = (explained).claimed_by
      ), state.last_occurred_at, state.zone);
end;

grant execute on function app_private.unlock_words to app_user;
comment on function app_private.unlock_words(
  app_private.rewards, app_public.reward_explanation, app_public.reward_status, app_public.condition_explanation[], app_private.user_states
) is 'When and by which journal entries an unlock was made and claimed, in words to the user. conditions: those to be named when they no longer hold.';
