create or replace function app_private.last_amnesty_id()
returns int
language sql stable parallel safe
begin atomic
  select coalesce(max(a.id), 0) from app_private.amnesties as a;
end;

grant execute on function app_private.last_amnesty_id to app_user;
comment on function app_private.last_amnesty_id() is 'The latest amnesty; 0 when there is none.';
