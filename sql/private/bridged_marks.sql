create or replace function app_private.bridged_marks(before app_private.user_states, settled app_private.user_states)
returns app_private.marked_day[]
language plpgsql stable parallel safe
as $$
begin
  if settled.last_marked_day > before.last_marked_day then
    return app_rules.bridged_days(before, settled.last_marked_day,
      app_private.excused_days(before.last_amnesty_id, before.last_marked_day));
  end if;
  return '{}';
end
$$;

grant execute on function app_private.bridged_marks to app_user;
comment on function app_private.bridged_marks(app_private.user_states, app_private.user_states) is
  'The days that settling a state has marked.';
