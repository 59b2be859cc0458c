create or replace function app_private.require_email(email text)
returns text
language plpgsql stable
as $$
declare
  v_email constant text := app_rules.normalised_email(email);
begin
  if app_rules.is_email(v_email) is not true then
    perform app_private.refuse('AC001', 'This is no e-mail address.',
      'Give one such as alice@example.com, of at most 254 characters.');
  end if;
  return v_email;
end
$$;

comment on function app_private.require_email(text) is 'The e-mail address as accounts are keyed by it. AC001 when it is none.';
