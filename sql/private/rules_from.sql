create or replace function app_private.rules_from(at timestamptz)
returns setof app_private.rule_versions
language sql stable
begin atomic
  select v.* from app_private.rule_versions as v
  where v.effective_from > rules_from.at or v.id = (app_private.rules_at(rules_from.at)).id;
end;

comment on function app_private.rules_from(timestamptz) is 'The rule version in force at an instant, and those to come after it.';
