create or replace function app_rules.settings_words(zone text, day_start_hour int, new_zone text, new_day_start_hour int)
returns text
language sql immutable parallel safe
return case
  when zone = new_zone and day_start_hour = new_day_start_hour then null
  when zone = new_zone then 'a change of your day start from '
    || day_start_hour::text || ':00 to ' || new_day_start_hour::text || ':00'
  else 'a change of your time zone from ' || zone || ' to ' || new_zone
end;

comment on function app_rules.settings_words(text, int, text, int) is
  'What was changed of the zone and the day start, in words; null when nothing was.';
