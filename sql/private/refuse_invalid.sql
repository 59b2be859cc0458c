-- Constraints have names that read as rules, so the name is what was wrong.
create or replace function app_private.refuse_invalid(code text, thing text, constraint_name text, column_name text)
returns void
language plpgsql stable
as $$
begin
  perform app_private.refuse(code,
    format('%s breaks a rule: %s.', thing, replace(coalesce(nullif(constraint_name, ''), column_name || ' is missing'), '_', ' ')),
    'Correct it and try again.');
end
$$;

comment on function app_private.refuse_invalid(text, text, text, text) is
  'Refuses what a constraint of its table does not allow, or a column that must not be null.';
