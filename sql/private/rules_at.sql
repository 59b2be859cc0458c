create or replace function app_private.rules_at(at timestamptz)
returns app_private.rule_versions
language sql stable parallel safe
begin atomic
  select v.*
  from app_private.rule_versions as v
  where v.effective_from <= at
  order by v.effective_from desc
  limit 1;
end;

grant execute on function app_private.rules_at to app_user;
comment on function app_private.rules_at(timestamptz) is 'The rule version in force at an instant.';
