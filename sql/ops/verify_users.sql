create or replace function app_private.verify_users(first_user uuid default null, last_user uuid default null)
returns table (user_id uuid, sequence_number bigint, difference text)
language sql stable
begin atomic
  select u.user_id, d.sequence_number, d.difference
  from app_private.users as u, lateral app_private.replay(u.user_id) as d
  where (u.user_id >= first_user or first_user is null) and (u.user_id <= last_user or last_user is null)
  union all
  select o.user_id, null, format('There is no such user, and there are rows of theirs in %s.', o.place)
  from (
    select e.user_id, 'journal_entries' as place from app_public.journal_entries as e
    union all
    select m.user_id, 'day_marks' from app_private.day_marks as m
    union all
    select n.user_id, 'reward_unlocks' from app_private.reward_unlocks as n
    union all
    select c.user_id, 'reward_claims' from app_private.reward_claims as c
  ) as o
  where (o.user_id >= first_user or first_user is null) and (o.user_id <= last_user or last_user is null)
    and not exists (
      select from app_private.users as u
      where u.user_id = o.user_id and (u.user_id >= first_user or first_user is null) and (u.user_id <= last_user or last_user is null))
  group by o.user_id, o.place;
end;

comment on function app_private.verify_users(uuid, uuid) is
  'Proves the users from one id to another, both included, or all (null): what replay says of each. No row: proven. Writes nothing, and may run beside others.';
