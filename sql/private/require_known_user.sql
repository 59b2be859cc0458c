create or replace function app_private.require_known_user(user_id uuid)
returns void
language plpgsql stable
as $$
begin
  if not exists (select from app_private.users as u where u.user_id = require_known_user.user_id) then
    perform app_private.refuse('US003', format('There is no user %s.', user_id), 'Take the user id from me.userId.');
  end if;
end
$$;

comment on function app_private.require_known_user(uuid) is
  'US003 unless somebody has this id. A command of their own would create them; an operator''s does not.';
