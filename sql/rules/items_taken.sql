create or replace function app_rules.items_taken(items_delta jsonb)
returns jsonb
language sql immutable parallel safe
return app_rules.items_given(app_rules.items_delta(items_delta, '{}'));

comment on function app_rules.items_taken(jsonb) is 'Of what was added to and taken from an inventory, what was taken: item id to quantity.';
