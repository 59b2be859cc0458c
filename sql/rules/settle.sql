-- Whatever settles settles by this: reading, commands, amnesties, replay and what-if.
create or replace function app_rules.settle(
  state app_private.user_states, rules app_private.rule_versions, versions app_private.rule_versions[],
  excused datemultirange, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_rules app_private.rule_versions;
  v_next app_private.rule_versions;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_settled := app_rules.settle_streak(state, ended_through, excused);
  end if;

  -- Energy refills under each version up to the instant at which the next one took effect: not before the
  -- last entry, whatever instant a version claims, since what was settled is settled.
  if state.rule_version_id <> rules.id then
    foreach v_next in array versions loop
      exit when v_next.effective_from > rules.effective_from;
      if v_rules.id is not null then
        v_settled := app_rules.settle_energy(v_settled, v_rules,
          greatest(v_next.effective_from, state.last_occurred_at));
        v_settled.level := greatest(v_settled.level, app_rules.level_for_xp(state.xp, v_next.level_thresholds));
      end if;
      if v_rules.id is not null or v_next.id = state.rule_version_id then
        v_rules := v_next;
      end if;
    end loop;
  end if;
  v_settled := app_rules.settle_energy(v_settled, rules, at);

  v_settled.rule_version_id := rules.id;
  v_settled.last_occurred_at := at;
  v_settled.last_day := app_rules.engagement_day(at, state.zone, state.day_start_hour, state.last_day);
  return v_settled;
end
$$;

comment on function app_rules.settle(
  app_private.user_states, app_private.rule_versions, app_private.rule_versions[], datemultirange, timestamptz, date
) is 'The state as of an instant, under the rules then in force: days through ended_through settled (excused: the days of amnesties), energy refilled. versions, in the order of effective_from: at least those from the state''s to rules; not asked for when these are the same.';
