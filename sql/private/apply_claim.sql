create or replace function app_private.apply_claim(
  before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text,
  automatic boolean
)
returns app_private.outcome
language plpgsql volatile
as $$
declare
  v_rules constant app_private.rule_versions := app_private.rules_at(settled.last_occurred_at);
  v_after constant app_private.user_states := app_rules.after_effects(settled, v_rules, settled.last_day, reward.gives);
  v_outcome app_private.outcome;
  v_entry app_public.journal_entries;
begin
  v_outcome := app_private.record(before, settled, v_after, '{}', 'claim', settled.last_day,
    jsonb_build_object('reward_id', reward.id, 'period_key', period_key),
    terms => jsonb_build_object('gives', app_private.effects_named(reward.gives)), unlocks => not automatic);
  v_entry := v_outcome.entry;
  insert into app_private.reward_claims
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number, from_stock, reward_revision)
  values (v_entry.user_id, reward.id, apply_claim.period_key, v_entry.occurred_at, apply_claim.automatic,
    v_entry.rule_version_id, v_entry.sequence_number, app_rules.takes_stock(settled, reward),
    reward.revision);
  return v_outcome;
end
$$;

comment on function app_private.apply_claim(
  app_private.user_states, app_private.user_states, app_private.rewards, text, boolean
) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';
