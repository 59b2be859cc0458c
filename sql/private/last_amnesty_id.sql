create or replace function app_private.last_amnesty_id()
returns int
language plpgsql stable parallel safe
as $$
begin
  return coalesce((select max(a.id) from app_private.amnesties as a), 0);
end
$$;

grant execute on function app_private.last_amnesty_id to app_user;
comment on function app_private.last_amnesty_id() is 'The latest amnesty; 0 when there is none.';
