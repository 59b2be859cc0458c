-- Where today stays the same, a yesterday in its grace may still be in it after the change.
create or replace function app_rules.open_from(settled app_private.user_states, after app_private.user_states, ended_through date)
returns date
language sql immutable parallel safe
return case when after.last_day > settled.last_day then after.last_day else ended_through + 1 end;

comment on function app_rules.open_from(app_private.user_states, app_private.user_states, date) is
  'The first day that is still open once the settings have changed. ended_through: under the new settings.';
