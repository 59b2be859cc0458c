create or replace function app_rules.reversal_obstacle(
  state app_private.user_states, rules app_private.rule_versions, entry app_public.journal_entries
)
returns text
language sql immutable parallel safe
return case
  when state.points < (entry).points_delta then 'PT001'
  when app_rules.freezes_after_return(state.freezes, (entry).day, (entry).freezes_granted) is null then 'FZ002'
  when exists (
    select from jsonb_each_text((entry).items_delta) as i(item_id, delta)
    where coalesce((state.inventory ->> i.item_id)::bigint, 0) < i.delta::bigint
  ) then 'IT003'
  when not app_rules.inventory_holds(state.inventory, app_rules.items_taken((entry).items_delta), rules.inventory_max) then 'IN001'
end;

comment on function app_rules.reversal_obstacle(
  app_private.user_states, app_private.rule_versions, app_public.journal_entries
) is 'The code of what keeps an entry from being reversed: PT001 its points are spent, FZ002 its freeze is used, IT003 its items are used, IN001 items that come back do not fit; null when nothing does.';
