create or replace function app_rules.refuse_row(what text, schema_name text, table_name text, broken text)
returns boolean
language plpgsql immutable parallel safe
as $$
begin
  raise check_violation using message = format('This is no %s: %s.', what, replace(broken, '_', ' ')),
    schema = schema_name, table = table_name, constraint = broken;
end
$$;

comment on function app_rules.refuse_row(text, text, text, text) is
  'Raises what a row raises that breaks a rule: 23514, with the rule''s name as constraint. what: the row in words; broken: the rule, as a name that reads as a sentence.';
