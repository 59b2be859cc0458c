create or replace function app_rules.record_difference(stored jsonb, expected jsonb)
returns text
language sql immutable parallel safe
return (
  select string_agg(
    s.name || ' ' || coalesce(s.value #>> '{}', 'none') || ' instead of ' || coalesce(expected ->> s.name, 'none'), ', '
    order by s.name) || '.'
  from jsonb_each(stored) as s(name, value)
  where s.value is distinct from expected -> s.name
);

comment on function app_rules.record_difference(jsonb, jsonb) is
  'What a stored row says and what it should say, column by column, where these differ; null when they do not.';
