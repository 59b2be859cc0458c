create or replace function app_rules.rules_at(versions app_private.rule_versions[], at timestamptz)
returns app_private.rule_versions
language sql immutable parallel safe
begin atomic
  select v.* from unnest(versions) as v where v.effective_from <= at order by v.effective_from desc limit 1;
end;

comment on function app_rules.rules_at(app_private.rule_versions[], timestamptz) is
  'Of some rule versions the one in force at an instant.';
