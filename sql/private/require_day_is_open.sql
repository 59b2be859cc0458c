create or replace function app_private.require_day_is_open(
  state app_private.user_states, day date, today date, at timestamptz
)
returns void
language plpgsql stable
as $$
begin
  if app_rules.is_day_open(state, day, today, at,
    case when day = today - 1 then app_private.deadline(day, state.zone, state.day_start_hour) end)
  then
    return;
  end if;
  perform app_private.refuse('CK001',
    format('%s cannot be checked in: today is %s in %s.',
      coalesce(app_rules.iso_date(day), 'That day'), app_rules.iso_date(today), state.zone),
    case
      when day > today then 'Check in when that day has come, or leave out day for today.'
      when day < today - 1 then 'Leave out day to check in for today.'
      when state.last_marked_day >= day then 'Leave out day to check in for today; that day or a later one is marked already.'
      else 'Leave out day to check in for today; the time for a late check-in is over.'
    end);
end
$$;

comment on function app_private.require_day_is_open(app_private.user_states, date, date, timestamptz) is
  'CK001 unless the day is today, or yesterday within its grace with no later day marked.';
