create or replace function app_private.all_versions()
returns app_private.rule_versions[]
language sql stable parallel safe
begin atomic
  select array_agg(v order by v.effective_from) from app_private.rule_versions as v;
end;

grant execute on function app_private.all_versions to app_user;
comment on function app_private.all_versions() is 'Every rule version, in the order in which they take effect.';
