-- The version in force when the day ends decides its grace, so that it does not matter when one looks.
create or replace function app_rules.deadline(day date, zone text, day_start_hour int, versions app_private.rule_versions[])
returns timestamptz
language sql immutable parallel safe
return (
  select app_rules.seconds_after(d.ends_at, (app_rules.rules_at(versions, d.ends_at)).late_grace_minutes * 60)
  from (select app_rules.day_end(day, zone, day_start_hour) as ends_at) as d
);

comment on function app_rules.deadline(date, text, int, app_private.rule_versions[]) is
  'The instant until which a day can be checked in under these rule versions: its end and the grace.';
