create or replace function app_private.balance_explanation(
  user_id uuid, balance app_public.balance, last int, at timestamptz
)
returns app_public.balance_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_energy constant app_public.energy := (app_private.present(v_state)).energy;
  v_stored app_private.user_states;
  v_changes app_public.balance_entry[];
  v_of app_public.balance_explanation;
begin
  if (last between 1 and 100) is not true then
    perform app_private.refuse('QT001', 'An explanation lists 1 to 100 entries.',
      'Ask for the last 100 at most; the journal has all of them.');
  end if;
  select s.* into v_stored from app_private.user_states as s where s.user_id = balance_explanation.user_id;
  v_changes := array(select c from app_private.balance_changes(user_id, balance, last) as c);

  if balance = 'energy' then
    v_of.current := v_state.energy;
    v_of.refilled_since := v_state.energy - coalesce(v_stored.energy, v_state.energy);
    v_of.max := v_energy.max;
    v_of.next_at := v_energy.next_at;
    v_of.full_at := v_energy.full_at;
  else
    v_of.current := v_state.points;
    v_of.refilled_since := 0;
  end if;
  v_of.parts := app_rules.balance_parts(v_changes,
    case when v_stored.user_id is null then v_of.current else 0 end, v_of.refilled_since);
  v_of.entries := v_changes[:last];
  v_of.entry_count := cardinality(v_changes);
  v_of.text := app_rules.balance_words(balance, v_of, v_state.zone) || coalesce((
    select E'\n\n' || string_agg(app_rules.balance_entry_line(v_of.entries[n.k], v_state.zone), E'\n' order by n.k)
    from generate_subscripts(v_of.entries, 1) as n(k)), '');
  return v_of;
end
$$;

grant execute on function app_private.balance_explanation to app_user;
comment on function app_private.balance_explanation(uuid, app_public.balance, int, timestamptz) is
  'Why a balance of a user is what it is as of an instant, with the last entries that changed it, 100 at most.';
