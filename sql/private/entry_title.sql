create or replace function app_private.entry_title(asked jsonb)
returns text
language sql stable parallel safe
begin atomic
  select coalesce(
    (select r.title from app_private.rewards as r where r.id = asked ->> 'reward_id'),
    (select i.title from app_private.items as i where i.id = asked ->> 'item_id'),
    (select a.reason from app_private.amnesties as a where a.id = (asked ->> 'amnesty_id')::int));
end;

grant execute on function app_private.entry_title to app_user;
comment on function app_private.entry_title(jsonb) is
  'The title of the reward or item that a journal entry names, or the reason of its amnesty; null when it names none.';
