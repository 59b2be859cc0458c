create or replace function app_private.ended_through(at timestamptz, zone text, day_start_hour int)
returns date
language plpgsql stable parallel safe
as $$
declare
  v_yesterday constant date := app_rules.local_day(at, zone, day_start_hour) - 1;
  v_rules constant app_private.rule_versions := app_private.rules_at(app_rules.day_end(v_yesterday, zone, day_start_hour));
begin
  return app_rules.ended_through(at, zone, day_start_hour, v_rules.late_grace_minutes);
end
$$;

grant execute on function app_private.ended_through to app_user;
comment on function app_private.ended_through(timestamptz, text, int) is
  'The last day that has ended at an instant, by the grace in force at yesterday''s end.';
