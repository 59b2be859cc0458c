-- One row and no user's lock, however many users there are: each state takes it in when it is next read or locked.
create or replace function app_private.declare_amnesty(declared_by uuid, first_day date, last_day date, reason text)
returns app_public.amnesty
language plpgsql volatile
as $$
declare
  v_amnesty app_private.amnesties;
  v_is_new boolean := false;
begin
  perform app_private.require_amnesty(first_day, last_day);
  if coalesce(length(reason), 0) not between 1 and 200 then
    perform app_private.refuse('AM001', 'The reason of an amnesty has 1 to 200 characters.', 'Say in a few words what users are to read.');
  end if;

  loop
    select a.* into v_amnesty from app_private.amnesties as a
    where a.first_day = declare_amnesty.first_day and a.last_day = declare_amnesty.last_day;
    exit when found;
    -- The next id, for which a concurrent one waits: ids become visible in their order, and a state that
    -- has taken in one never asks for one before it.
    insert into app_private.amnesties (id, first_day, last_day, reason, declared_at, declared_by)
    values (app_private.last_amnesty_id() + 1, declare_amnesty.first_day, declare_amnesty.last_day,
      declare_amnesty.reason, app_private.clock(), declare_amnesty.declared_by)
    on conflict do nothing
    returning * into v_amnesty;
    v_is_new := found;
    exit when v_is_new;
  end loop;
  return row(v_amnesty.id, v_amnesty.first_day, v_amnesty.last_day, v_amnesty.reason, v_amnesty.declared_at,
    not v_is_new)::app_public.amnesty;
end
$$;

comment on function app_private.declare_amnesty(uuid, date, date, text) is
  'Excuses everybody on some days, or answers with the amnesty that does so already.';
