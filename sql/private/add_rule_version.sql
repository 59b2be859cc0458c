create or replace function app_private.add_rule_version(effective_from timestamptz, parameters app_public.rule_parameters)
returns app_public.rule_version
language plpgsql volatile
as $$
declare
  v_version app_private.rule_versions;
  v_stored app_private.rule_versions;
  v_constraint text;
  v_column text;
begin
  -- Lock: one version after the other gets the next id; nobody who reads waits.
  lock table app_private.rule_versions in share row exclusive mode;

  -- Look
  select v.* into v_stored from app_private.rule_versions as v where v.effective_from = add_rule_version.effective_from;

  -- Decide
  if v_stored.id is null and not coalesce(effective_from > app_private.clock() and isfinite(effective_from), false) then
    perform app_private.refuse('RU001', 'A rule version takes effect in the future.', 'Let effectiveFrom be an instant to come.');
  end if;
  select changed.* into v_version
  from app_private.rules_at(add_rule_version.effective_from - interval '1 microsecond') as v,
    jsonb_populate_record(v, jsonb_strip_nulls(to_jsonb(parameters)) || jsonb_build_object(
      'id', coalesce(v_stored.id, (select max(a.id) + 1 from app_private.rule_versions as a)),
      'effective_from', add_rule_version.effective_from)) as changed;
  if v_stored.id is not null and v_version is distinct from v_stored then
    perform app_private.refuse('RU001', format('Version %s takes effect at that instant already, with other parameters.', v_stored.id),
      'Choose another instant; a version is never edited.');
  end if;

  -- Write
  if v_stored.id is null then
    insert into app_private.rule_versions select v_version.*;
  end if;

  -- Answer
  return app_private.rule_version_shown(v_version);
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_constraint, v_column);
end
$$;

comment on function app_private.add_rule_version(timestamptz, app_public.rule_parameters) is
  'Adds a rule version that takes effect in the future: the one in force until then with some parameters changed. RU001 for one that breaks a rule.';
