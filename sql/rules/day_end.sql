-- Where the clock goes back over the day's start, PostgreSQL takes the later reading of
-- that local time; the day ends at the earlier one, which is read with the offset of the day before.
-- Where the clock skips the day's start, the day ends at the skip.
create or replace function app_rules.day_end(day date, zone text, day_start_hour int)
returns timestamptz
language plpgsql immutable parallel safe
as $$
declare
  v_time constant timestamp := (day + 1)::timestamp + make_interval(hours => day_start_hour);
  v_later constant timestamptz := v_time at time zone zone;
  v_utc_before constant timestamp := (v_later at time zone 'UTC') - interval '1 day';
  v_offset_before constant interval := v_utc_before at time zone 'UTC' at time zone zone - v_utc_before;
  v_earlier constant timestamptz := (v_time - v_offset_before) at time zone 'UTC';
begin
  if v_later at time zone zone > v_time then
    return app_rules.clock_skip(v_time, zone);
  elsif v_earlier at time zone zone = v_time then
    return least(v_earlier, v_later);
  end if;
  return v_later;
end
$$;

comment on function app_rules.day_end(date, text, int) is
  'The instant at which a day of the user''s calendar ends: the first one that belongs to a later day.';
