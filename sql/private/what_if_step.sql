create or replace function app_private.what_if_step(
  so_far app_private.what_if_course, entry app_public.journal_entries, automatic boolean, reversed app_public.journal_entries,
  rules app_private.rule_versions, versions app_private.rule_versions[], catalogue app_private.proposed_reward[]
)
returns app_private.what_if_course
language plpgsql stable parallel safe
as $$
declare
  v_course app_private.what_if_course := app_private.what_if_amnesties(so_far, entry.last_amnesty_id, versions);
  v_entry app_public.journal_entries := entry;
  v_reversed app_public.journal_entries := reversed;
  v_it app_private.replayed_command;
begin
  case entry.kind
    when 'amnesty' then
      return v_course;
    when 'bootstrap' then
      v_course.state := app_rules.state_of_nothing(app_rules.starting_state_of(entry, rules));
    when 'claim' then
      -- What claims itself does so by what_if_rewards, but for rewards that were others then.
      if automatic and exists (
        select from unnest(catalogue) as c
        where (c.reward).id = entry.asked ->> 'reward_id' and (c.reward).saved_at <= entry.occurred_at
      ) then
        if entry.sequence_number = any (v_course.to_be_reversed) then
          -- What is reversed later is the claim that the what-if has made instead, if it has.
          v_course.entries := v_course.entries || array(
            select app_rules.entry_renumbered(e, entry.sequence_number) from unnest(v_course.entries) as e
            where e.kind = 'claim' and e.asked = entry.asked);
        end if;
        return v_course;
      end if;
      v_entry := app_private.what_if_claim(v_course, entry, catalogue);
      if v_entry.user_id is not null and v_entry.kind is null then
        return v_course;
      end if;
    when 'reversal' then
      if entry.reverses = any (v_course.to_be_reversed) then
        v_reversed := (select e from unnest(v_course.entries) as e where e.sequence_number = entry.reverses);
      end if;
    else
      null;
  end case;

  if v_entry.user_id is not null then
    v_it := app_private.replay_command(v_course.state, v_entry, automatic, v_reversed, v_course.marks, rules, versions);
  end if;
  if v_entry.user_id is null or v_it.obstacle is not null then
    v_course.refused := v_course.refused + 1;
    return v_course;
  end if;
  if entry.sequence_number = any (v_course.to_be_reversed) then
    v_course.state.sequence_number := entry.sequence_number - 1;
    v_course.entries := v_course.entries || app_rules.journal_entry(v_course.state, v_it.settled, v_it.after, entry.kind, v_it.day,
      v_entry.asked, v_entry.terms, null, null, null);
  end if;
  v_course.marks := app_rules.marks_after(v_course.marks, v_entry, v_course.state, v_it.marks);
  v_course.state := v_it.after;
  v_course.state.sequence_number := entry.sequence_number;
  if entry.kind = 'claim' then
    v_course.claims := v_course.claims || row(entry.user_id, v_entry.asked ->> 'reward_id', v_entry.asked ->> 'period_key',
      entry.occurred_at, automatic, rules.id, entry.sequence_number, false, null)::app_private.reward_claims;
  end if;
  if automatic or entry.kind = 'bootstrap' then
    return v_course;
  end if;
  return app_private.what_if_rewards(v_course, entry, v_it.day, rules, versions, catalogue);
end
$$;

comment on function app_private.what_if_step(
  app_private.what_if_course, app_public.journal_entries, boolean, app_public.journal_entries, app_private.rule_versions,
  app_private.rule_versions[], app_private.proposed_reward[]
) is 'One step of a what-if: an entry''s command as it would have gone under proposed rules and rewards.';
