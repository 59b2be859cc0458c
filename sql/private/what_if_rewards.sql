create or replace function app_private.what_if_rewards(
  so_far app_private.what_if_course, entry app_public.journal_entries, day date, rules app_private.rule_versions,
  versions app_private.rule_versions[], catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_course app_private.what_if_course := so_far;
  v_state app_private.user_states := so_far.state;
  v_unlocks app_private.reward_unlocks[];
  v_unlock app_private.reward_unlocks;
  v_reward app_private.rewards;
begin
  if entry.kind = 'settings' then
    v_state := app_rules.settle(v_state, rules, versions, app_private.excused_days(v_state.last_amnesty_id, v_state.last_marked_day),
      entry.occurred_at, app_rules.ended_by(entry.occurred_at, v_state.zone, v_state.day_start_hour, versions));
  end if;
  v_unlocks := app_private.what_if_unlocks(v_state, day, so_far.unlocks, catalogue);
  if cardinality(v_unlocks) = 0 then
    return v_course;
  end if;
  v_course.unlocks := so_far.unlocks || v_unlocks;
  foreach v_unlock in array v_unlocks loop
    select (c.reward).* into v_reward from unnest(catalogue) as c where (c.reward).id = v_unlock.reward_id;
    continue when not v_reward.auto_claim or app_rules.effects_obstacle(v_course.state, rules, v_reward.gives) is not null;
    v_state := v_course.state;
    v_course.state := app_rules.after_effects(v_state, rules, v_state.last_day, v_reward.gives);
    if cardinality(v_course.to_be_reversed) > 0 then
      -- Under no number yet: that of the real entry, if the claim was made then too.
      v_course.entries := v_course.entries || app_rules.entry_renumbered(
        app_rules.journal_entry(v_state, v_state, v_course.state, 'claim', v_state.last_day,
          jsonb_build_object('reward_id', v_unlock.reward_id, 'period_key', v_unlock.period_key), null, null, null, null), 0);
    end if;
    v_course.claims := v_course.claims || row(v_unlock.user_id, v_unlock.reward_id, v_unlock.period_key, v_unlock.unlocked_at,
      true, rules.id, v_unlock.sequence_number, false, null)::app_private.reward_claims;
  end loop;
  return v_course;
end
$$;

comment on function app_private.what_if_rewards(
  app_private.what_if_course, app_public.journal_entries, date, app_private.rule_versions, app_private.rule_versions[],
  app_private.proposed_reward[]
) is 'What follows an entry''s command in a what-if: unlocks, and claims of what claims itself, as far as it fits. Stock is not looked at.';
