create or replace function app_private.require_reason(reason text, is_required boolean)
returns void
language plpgsql stable
as $$
begin
  if coalesce(length(reason) not between 1 and 200, is_required) then
    perform app_private.refuse('RS001', 'A reason has 1 to 200 characters.', 'Say in a few words what it is for.');
  end if;
end
$$;

comment on function app_private.require_reason(text, boolean) is
  'RS001 unless the reason has 1 to 200 characters; null will do where none is required.';
