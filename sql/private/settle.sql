-- Reading and writing settle by this one function: what a query shows is what a command would store.
create or replace function app_private.settle(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_rules app_private.rule_versions := rules;
  v_next app_private.rule_versions;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_settled := app_rules.settle_streak(state, ended_through,
      app_private.excused_days(state.last_amnesty_id, state.last_marked_day));
  end if;

  -- Energy refills under each version up to the instant at which the next one took effect: not before the
  -- last entry, whatever instant a version claims, since what was settled is settled.
  if state.rule_version_id <> rules.id then
    v_rules := null;
    for v_next in
      select v.* from app_private.rule_versions as v
      where v.effective_from <= at
        and v.effective_from >= (
          select o.effective_from from app_private.rule_versions as o where o.id = state.rule_version_id)
      order by v.effective_from
    loop
      if v_rules.id is not null then
        v_settled := app_rules.settle_energy(v_settled, v_rules,
          greatest(v_next.effective_from, state.last_occurred_at));
        v_settled.level := greatest(v_settled.level, app_rules.level_for_xp(state.xp, v_next.level_thresholds));
      end if;
      v_rules := v_next;
    end loop;
  end if;
  v_settled := app_rules.settle_energy(v_settled, rules, at);

  v_settled.rule_version_id := rules.id;
  v_settled.last_occurred_at := at;
  v_settled.last_day := app_rules.engagement_day(at, state.zone, state.day_start_hour, state.last_day);
  return v_settled;
end
$$;

grant execute on function app_private.settle to app_user;
comment on function app_private.settle(app_private.user_states, app_private.rule_versions, timestamptz, date) is
  'The state as of an instant: days through ended_through settled, energy refilled. Writes nothing.';
