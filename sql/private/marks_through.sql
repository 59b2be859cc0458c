create or replace function app_private.marks_through(user_id uuid, sequence_number bigint)
returns app_private.day_marks[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(m order by m.day), '{}')
  from app_private.day_marks as m
  where m.user_id = marks_through.user_id and m.sequence_number <= marks_through.sequence_number;
end;

grant execute on function app_private.marks_through to app_user;
comment on function app_private.marks_through(uuid, bigint) is
  'The stored marks that a user''s entries up to one have made, but for those whose place a later amnesty took.';
