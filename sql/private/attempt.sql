-- What is refused costs no hash, and makes nobody wait longer than they do: otherwise whoever keeps trying would lock the
-- owner out for ever.
create or replace function app_private.attempt(email text, address inet)
returns int
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_address constant text := app_rules.address_counted(address);
  v_email_locked_until timestamptz;
  v_address_locked_until timestamptz;
begin
  perform app_private.sweep_expired(v_at);
  -- Lock: always the e-mail address before where it comes from.
  v_email_locked_until := app_private.count_attempt('email', email, v_at);
  v_address_locked_until := app_private.count_attempt('address', v_address, v_at);
  if coalesce(v_email_locked_until, v_address_locked_until) is not null then
    return ceil(extract(epoch from greatest(v_email_locked_until, v_address_locked_until) - v_at));
  end if;
  perform app_private.let_in('email', email, v_at);
  perform app_private.let_in('address', v_address, v_at);
  return null;
end
$$;

comment on function app_private.attempt(text, inet) is
  'Counts an attempt by e-mail address and by where it comes from. Null when it is let in, or else after how many seconds to try again.';
