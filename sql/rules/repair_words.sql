create or replace function app_rules.repair_words(repair app_public.streak_repair, points bigint)
returns text
language sql immutable parallel safe
return 'You can repair ' || app_rules.counted((repair).missed_days, 'missed day') || ' (up to ' || app_rules.iso_date((repair).day)
  || ') until the end of ' || app_rules.iso_date((repair).until) || ' for ' || app_rules.counted((repair).points, 'point')
  || ': your streak would then be ' || (repair).current::text || '. You have ' || app_rules.counted(points, 'point') || '.';

comment on function app_rules.repair_words(app_public.streak_repair, bigint) is
  'What a repair would cost and give, in words to the user who has so many points; null when there is none.';
