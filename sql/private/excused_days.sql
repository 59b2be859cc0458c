create or replace function app_private.excused_days(last_amnesty_id int, since date)
returns datemultirange
language plpgsql stable parallel safe
as $$
begin
  if last_amnesty_id = 0 then
    return null;
  end if;
  return (
    select range_agg(daterange(a.first_day, a.last_day, '[]'))
    from app_private.amnesties as a
    where a.id <= excused_days.last_amnesty_id and a.last_day >= since);
end
$$;

grant execute on function app_private.excused_days to app_user;
comment on function app_private.excused_days(int, date) is
  'The days, as far as they matter from a day on, that amnesties up to one excuse; null when there are none.';
