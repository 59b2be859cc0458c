-- Engagement days never go back, wherever the user travels.
create or replace function app_rules.engagement_day(at timestamptz, zone text, day_start_hour int, last_day date)
returns date
language sql immutable parallel safe
return case when num_nulls(at, zone, day_start_hour) = 0 then
  greatest(app_rules.local_day(at, zone, day_start_hour), last_day)
end;

comment on function app_rules.engagement_day(timestamptz, text, int, date) is
  'The engagement day at an instant: the local day, or the last engagement day where that is later.';
