-- Energy refills on its own, so it is taken back as far as it is there, and given back as far as it fits.
create or replace function app_rules.after_reversal(
  state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.points := state.points - entry.points_delta;
  v_after.lifetime_points := state.lifetime_points - greatest(entry.points_delta, 0);
  v_after.energy := case
    when entry.energy_delta > 0 then greatest(state.energy - entry.energy_delta, 0)
    else app_rules.energy_after_grant(state.energy, -entry.energy_delta, rules.energy_max, rules.energy_overfill)
  end;
  v_after.freezes := app_rules.freezes_after_return(state.freezes, entry.day, entry.freezes_granted);
  v_after.inventory := app_rules.inventory_after_delta(state.inventory, app_rules.items_delta(entry.items_delta, '{}'));
  return v_after;
end
$$;

comment on function app_rules.after_reversal(
  app_private.user_states, app_private.rule_versions, app_public.journal_entries
) is 'The settled state after a journal entry was reversed: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay. The caller has checked that nothing is in the way.';
