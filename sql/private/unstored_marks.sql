create or replace function app_private.unstored_marks(settled app_private.user_states)
returns app_private.marked_day[]
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_all app_private.amnesty_step;
  v_marks app_private.marked_day[] := '{}';
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = settled.user_id;
  if v_state.last_amnesty_id < settled.last_amnesty_id then
    v_all := app_private.with_amnesties(v_state);
    v_state := v_all.after;
    v_marks := v_all.marks;
  end if;
  return app_rules.calendar_with(v_marks, app_private.bridged_marks(v_state, settled));
end
$$;

grant execute on function app_private.unstored_marks to app_user;
comment on function app_private.unstored_marks(app_private.user_states) is
  'The days that a settled state has marked since it was stored: missed days that are bridged, and what amnesties change.';
