create or replace function app_rules.run_day_line(day app_private.run_day)
returns text
language sql immutable parallel safe
return app_rules.iso_date((day).day) || case
  when (day).mark in ('check_in', 'late') then ', day ' || (day).streak::text || ': ' || app_rules.run_day_why(day)
  else ', still ' || (day).streak::text || ': ' || app_rules.run_day_why(day) || ' ' || app_rules.run_day_otherwise(day)
end;

comment on function app_rules.run_day_line(app_private.run_day) is
  'A day of a run on one line, in words to the user: what would have happened otherwise only where there was no check-in.';
