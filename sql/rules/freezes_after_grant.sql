-- Kept in the order of grant, since the oldest is used first.
create or replace function app_rules.freezes_after_grant(freezes date[], granted_on date, amount int)
returns date[]
language sql immutable parallel safe
return case when num_nulls(freezes, granted_on, amount) = 0 then array(
  select f.granted_on
  from (
    select unnest(freezes)
    union all
    select freezes_after_grant.granted_on from generate_series(1, amount)
  ) as f(granted_on)
  order by 1
) end;

comment on function app_rules.freezes_after_grant(date[], date, int) is
  'The freezes held (days of grant, oldest first) after some more were granted on a day. The caller has checked the maximum.';
