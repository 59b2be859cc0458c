create or replace function app_private.rules_at(at timestamptz)
returns app_private.rule_versions
language plpgsql stable parallel safe
as $$
declare
  v_rules app_private.rule_versions;
begin
  select v.* into v_rules from app_private.rule_versions as v
  where v.effective_from <= at order by v.effective_from desc limit 1;
  return v_rules;
end
$$;

grant execute on function app_private.rules_at to app_user;
comment on function app_private.rules_at(timestamptz) is 'The rule version in force at an instant.';
