create or replace function app_rules.ended_by(
  at timestamptz, zone text, day_start_hour int, versions app_private.rule_versions[]
)
returns date
language sql immutable parallel safe
return app_rules.ended_through(at, zone, day_start_hour, (app_rules.rules_at(versions,
  app_rules.day_end(app_rules.local_day(at, zone, day_start_hour) - 1, zone, day_start_hour))).late_grace_minutes);

comment on function app_rules.ended_by(timestamptz, text, int, app_private.rule_versions[]) is
  'The last day that has ended at an instant under these rule versions, by the grace in force at yesterday''s end.';
