-- Apia went from 2011-12-29 to 2011-12-31: nobody can miss the day between. Asked of each missed day, so a cheap
-- question comes first: PostgreSQL reads a skipped start of a day as no earlier than the next one.
create or replace function app_rules.is_day_without_hours(day date, zone text, day_start_hour int)
returns boolean
language plpgsql immutable parallel safe
as $$
declare
  v_start constant timestamp := day + make_interval(hours => day_start_hour);
begin
  if v_start at time zone zone < (v_start + interval '1 day') at time zone zone then
    return false;
  end if;
  return app_rules.local_day(app_rules.day_end(day - 1, zone, day_start_hour), zone, day_start_hour) > day;
end
$$;

comment on function app_rules.is_day_without_hours(date, text, int) is
  'Whether a zone''s clock skips a whole day of the calendar.';
