create or replace function app_rules.run_day_why(day app_private.run_day)
returns text
language sql immutable parallel safe
return case (day).mark
    when 'check_in' then 'Checked in at ' || app_rules.time_on((day).day, (day).marked_at, (day).zone) || '.'
    when 'late' then 'Checked in late at ' || app_rules.time_on((day).day, (day).marked_at, (day).zone) || ', within the grace.'
    when 'freeze' then 'Missed; a freeze from ' || app_rules.iso_date((day).freeze_granted_on) || ' saved the streak.'
    when 'repair' then 'Missed, and repaired on ' || app_rules.iso_date((day).entry_day)
      || ' for ' || app_rules.counted((day).paid_points, 'point') || '.'
    when 'travel' then coalesce(
      'There was no such day in ' || case
        when app_rules.is_day_without_hours((day).day, (day).zone, (day).day_start_hour) then (day).zone
        when app_rules.is_day_without_hours((day).day, (day).new_zone, (day).new_day_start_hour) then (day).new_zone
      end || ': the clock skips it.',
      'Skipped by ' || app_rules.settings_words((day).zone, (day).day_start_hour, (day).new_zone, (day).new_day_start_hour) || '.',
      app_rules.day_reason('travel', (day).day, (day).day, (day).day, null, false, null))
    else app_rules.day_reason((day).mark, (day).day, (day).day, (day).day, null, false, (day).amnesty)
  end
  || case when (day).mark is not null and (day).sequence_number is null
    then ' Your next check-in or other action will record it.' else '' end;

comment on function app_rules.run_day_why(app_private.run_day) is 'Why a day of a run is marked as it is, in words to the user.';
