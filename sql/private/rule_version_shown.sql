create or replace function app_private.rule_version_shown(version app_private.rule_versions)
returns app_public.rule_version
language sql stable
begin atomic
  select row(version.id, version.effective_from,
    jsonb_populate_record(null::app_public.rule_parameters, to_jsonb(version)))::app_public.rule_version;
end;

comment on function app_private.rule_version_shown(app_private.rule_versions) is 'A rule version as operators see it.';
