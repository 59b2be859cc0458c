-- The version in force when the day ends decides its grace, so that it does not matter when one looks.
create or replace function app_private.deadline(day date, zone text, day_start_hour int)
returns timestamptz
language plpgsql stable parallel safe
as $$
declare
  v_end constant timestamptz := app_rules.day_end(day, zone, day_start_hour);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_end);
begin
  return app_rules.seconds_after(v_end, v_rules.late_grace_minutes * 60);
end
$$;

grant execute on function app_private.deadline to app_user;
comment on function app_private.deadline(date, text, int) is
  'The instant until which a day can be checked in: its end and the grace. From then on it has ended for the streak.';
