create or replace function app_private.require_grantable(
  state app_private.user_states, rules app_private.rule_versions, gives app_public.effects, reason text
)
returns void
language plpgsql stable
as $$
declare
  v_obstacle text;
begin
  perform app_private.require_reason(reason, true);
  perform app_private.require_effects(gives, 'GR001');
  v_obstacle := app_rules.effects_obstacle(state, rules, gives);
  if v_obstacle = 'FZ001' then
    perform app_private.refuse('FZ001', format('The user holds %s of at most %s freezes.',
      cardinality(state.freezes), rules.freezes_max), 'Grant fewer, or an item that gives one.');
  elsif v_obstacle = 'IN001' then
    perform app_private.refuse('IN001', format('The user''s inventory holds at most %s different items, and a limited number of each.',
      rules.inventory_max), 'Grant points instead.');
  end if;
end
$$;

comment on function app_private.require_grantable(
  app_private.user_states, app_private.rule_versions, app_public.effects, text
) is 'Refuses a grant that is empty, beyond the limits, without a reason, or that does not fit.';
