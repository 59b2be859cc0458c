create or replace function app_private.require_amnesty(first_day date, last_day date)
returns void
language plpgsql stable
as $$
begin
  if not coalesce(isfinite(first_day) and isfinite(last_day), false) or last_day - first_day not between 0 and 30 then
    perform app_private.refuse('AM001', 'An amnesty is of 1 to 31 days.', 'Let lastDay be at most 30 days after firstDay.');
  end if;
end
$$;

comment on function app_private.require_amnesty(date, date) is 'AM001 unless the days are 1 to 31.';
