create or replace function app_private.require_account(email text)
returns uuid
language plpgsql stable
as $$
declare
  v_account_id uuid;
begin
  select e.account_id into v_account_id
  from app_private.account_emails as e where e.email = app_rules.normalised_email(require_account.email);
  if not found then
    perform app_private.refuse('AC002', format('"%s" has no account.', left(email, 63)), 'Give the address that it was registered with.');
  end if;
  return v_account_id;
end
$$;

comment on function app_private.require_account(text) is 'The account of an e-mail address. AC002 when there is none.';
