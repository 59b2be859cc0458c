-- What is refused costs no hash, and makes nobody wait longer than they do.
create or replace function app_private.attempt(kind text, key text, address inet)
returns int
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_address constant text := app_rules.address_counted(address);
  v_locked_until timestamptz;
  v_address_locked_until timestamptz;
begin
  -- Lock: always who is meant before where it comes from, and others' rows last.
  v_locked_until := app_private.count_attempt(kind, key, v_at);
  v_address_locked_until := app_private.count_attempt('address', v_address, v_at);
  perform app_private.sweep_expired(v_at);
  if coalesce(v_locked_until, v_address_locked_until) is not null then
    return ceil(extract(epoch from greatest(v_locked_until, v_address_locked_until) - v_at));
  end if;
  perform app_private.let_in(kind, key, v_at);
  perform app_private.let_in('address', v_address, v_at);
  return null;
end
$$;

comment on function app_private.attempt(text, text, inet) is
  'Counts an attempt by whom it is about (kind email or account, and which) and by where it comes from. Null when it is let in, or else after how many seconds to try again.';
