-- In development everybody is a developer; elsewhere a test user is an operator's to give.
create or replace function app_private.require_test_user_creator(issuer text)
returns void
language plpgsql stable
as $$
begin
  perform app_private.require_user_id();
  if current_setting('role') = 'app_operator' then
    return;
  elsif coalesce(current_setting('app.development', true), '') <> 'on' then
    perform app_private.refuse('IA002', 'Only an operator can create a test user on this server.',
      'Ask an operator for one, or run a server in development (without NODE_ENV).');
  elsif issuer <> current_setting('app.issuer') then
    perform app_private.refuse('IA002', 'Only an operator can create a test user of another issuer.',
      'Leave issuer out for your own.');
  end if;
end
$$;

comment on function app_private.require_test_user_creator(text) is
  'IA001 unless somebody is calling, IA002 unless it is an operator or, in development, somebody of the same issuer.';
