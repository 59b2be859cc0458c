-- Kept in the order of grant, since the oldest is used first.
create or replace function app_rules.freezes_after_grant(freezes date[], granted_on date, amount int)
returns date[]
language plpgsql immutable parallel safe
as $$
begin
  if amount = 0 then
    return freezes;
  elsif num_nulls(freezes, granted_on, amount) > 0 then
    return null;
  end if;
  return array(
    select f.granted_on
    from unnest(freezes || array_fill(granted_on, array[amount])) as f(granted_on)
    order by f.granted_on
  );
end
$$;

comment on function app_rules.freezes_after_grant(date[], date, int) is
  'The freezes held (days of grant, oldest first) after some more were granted on a day. The caller has checked the maximum.';
