create or replace function app_private.proposed_versions(since timestamptz, parameters app_public.rule_parameters)
returns app_private.rule_versions[]
language plpgsql stable
as $$
declare
  v_changes constant jsonb := coalesce(jsonb_strip_nulls(to_jsonb(parameters)), '{}');
  v_first constant int := (app_private.rules_at(since)).id;
  v_broken text;
  v_versions app_private.rule_versions[];
begin
  if v_changes = '{}' then
    return app_private.all_versions();
  end if;
  select min(app_private.broken_rule(changed)) into v_broken
  from app_private.rules_from(since) as v, jsonb_populate_record(v, v_changes) as changed;
  perform app_private.refuse_invalid('RU001', 'The rule version', v_broken, null) where v_broken is not null;

  -- Negative ids: what was in force and what is proposed in its place are two versions.
  select array_agg(p order by p.effective_from) into v_versions
  from (
    select v.* from app_private.rule_versions as v where v.effective_from < since
    union all
    select changed.*
    from app_private.rules_from(since) as v, jsonb_populate_record(v, v_changes || jsonb_build_object(
      'id', -v.id, 'effective_from', case when v.id = v_first then since else v.effective_from end)) as changed
  ) as p;
  return v_versions;
end
$$;

comment on function app_private.proposed_versions(timestamptz, app_public.rule_parameters) is
  'The rule versions as they would have been, had some parameters been changed from an instant on: in their order, each changed one with its id below 0. RU001 when one would break a rule.';
