-- Every refusal goes through here, so that a code cannot be used without being in the catalogue.
create or replace function app_private.refuse(code text, message text, what_to_do text)
returns void
language plpgsql stable
as $$
begin
  if not exists (select from app_private.error_codes c where c.sqlstate = refuse.code) then
    raise exception 'error code % is not in app_private.error_codes', refuse.code;
  end if;
  raise exception using errcode = refuse.code, message = refuse.message, hint = refuse.what_to_do;
end
$$;

grant execute on function app_private.refuse to app_anonymous, app_user, app_operator;
comment on function app_private.refuse(text, text, text) is
  'Refuses a command: raises a code of the catalogue, what was wrong, and what to do.';
