create or replace function app_rules.freezes_after_return(freezes date[], granted_on date, amount int)
returns date[]
language sql immutable parallel safe
return case
  when amount = 0 then freezes
  when amount <= cardinality(array_positions(freezes, granted_on)) then array(
    select f.day
    from unnest(freezes) with ordinality as f(day, place)
    where f.place <> all ((array_positions(freezes, granted_on))[:amount])
    order by f.place
  )
end;

comment on function app_rules.freezes_after_return(date[], date, int) is
  'The freezes held (days of grant, oldest first) without some that were granted on a day; null when not so many of them are held.';
