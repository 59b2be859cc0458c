create or replace function app_private.add_rule_version(effective_from timestamptz, parameters app_public.rule_parameters)
returns app_public.rule_version
language plpgsql volatile
as $$
declare
  v_changes constant jsonb := coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}');
  v_version app_private.rule_versions;
  v_stored app_private.rule_versions;
  v_constraint text;
  v_column text;
begin
  loop
    -- Look: a version of that instant which has these parameters is the answer, whatever came before it since.
    select v.* into v_stored from app_private.rule_versions as v where v.effective_from = add_rule_version.effective_from;
    if found then
      v_version := jsonb_populate_record(v_stored, v_changes);
      if v_version is distinct from v_stored then
        perform app_private.refuse('RU001', format('Version %s takes effect at that instant already, with other parameters.', v_stored.id),
          'Choose another instant; a version is never edited.');
      end if;
      return app_private.rule_version_shown(v_stored);
    end if;

    -- Decide
    if not coalesce(effective_from > app_private.clock() and isfinite(effective_from), false) then
      perform app_private.refuse('RU001', 'A rule version takes effect in the future.', 'Let effectiveFrom be an instant to come.');
    end if;
    select changed.* into v_version
    from app_private.rules_at(add_rule_version.effective_from) as v,
      jsonb_populate_record(v, v_changes || jsonb_build_object(
        'id', (select max(a.id) + 1 from app_private.rule_versions as a), 'effective_from', add_rule_version.effective_from)) as changed;

    -- Write: the next id, for which a concurrent one waits, and then looks again.
    insert into app_private.rule_versions select v_version.* on conflict do nothing;
    exit when found;
  end loop;

  -- Answer
  return app_private.rule_version_shown(v_version);
exception when integrity_constraint_violation then
  get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_constraint, v_column);
end
$$;

comment on function app_private.add_rule_version(timestamptz, app_public.rule_parameters) is
  'Adds a rule version that takes effect in the future: the one in force until then with some parameters changed. RU001 for one that breaks a rule.';
