-- Made of what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.claim_answer(
  claim app_private.reward_claims, already_claimed boolean, outcome app_private.outcome
)
returns app_public.claim_reward_result
language plpgsql stable
as $$
declare
  v_answer app_public.claim_reward_result;
begin
  v_answer.claim.reward_id := claim.reward_id;
  v_answer.claim.title := (select r.title from app_private.rewards as r where r.id = claim.reward_id);
  v_answer.claim.period_key := claim.period_key;
  v_answer.claim.claimed_at := claim.claimed_at;
  v_answer.claim.automatic := claim.automatic;
  v_answer.claim.rule_version_id := claim.rule_version_id;
  v_answer.claim.gave := app_rules.amounts_given(outcome.entry);
  v_answer.already_claimed := already_claimed;
  v_answer.unlocked := app_private.unlocked_by(outcome);
  v_answer.claimed := app_private.claimed_of(claim.user_id, v_answer.unlocked);
  v_answer.state := app_private.present(outcome.after);
  return v_answer;
end
$$;

comment on function app_private.claim_answer(app_private.reward_claims, boolean, app_private.outcome) is
  'What a stored claim was and gave.';
