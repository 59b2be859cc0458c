create or replace function app_private.require_effects(gives app_public.effects, code text)
returns void
language plpgsql stable
as $$
declare
  v_unknown text;
  v_constraint text;
begin
  perform gives::app_private.catalogue_effects;
  select g.item_id into v_unknown from unnest(gives.items) as g
  where not exists (select from app_private.items as i where i.id = g.item_id) limit 1;
  if found then
    perform app_private.require_item(v_unknown, null);
  end if;
exception when check_violation then
  get stacked diagnostics v_constraint = constraint_name;
  perform app_private.refuse_invalid(code, 'What is to be given', v_constraint, null);
end
$$;

comment on function app_private.require_effects(app_public.effects, text) is
  'The code unless the effects are within limits, IT001 unless the items among them exist.';
