create or replace function app_rules.missed_why(
  day date, bridged_from date, open_until timestamptz, zone text, skipped_by text, travel_cover_days int,
  freezes date[], paused_until date
)
returns text
language sql immutable parallel safe
return case when bridged_from < day then
    'The days before it, from ' || app_rules.iso_date(bridged_from) || ' on, would not have ended the streak. ' else '' end
  || 'This day was missed: it could be checked in until ' || app_rules.local_time(open_until, zone) || ' in ' || zone
  || case when skipped_by is not null then ', when ' || skipped_by || ' skipped it. Such days are excused once in '
    || app_rules.counted(travel_cover_days, 'day') || ', and that had been used' else '' end
  || '. ' || case
    when cardinality(freezes) = 0 then 'No freeze was in hand'
    when freezes[1] >= day then 'The freezes in hand came too late for it (' || app_rules.iso_date(freezes[1]) || ')'
    else 'The freezes in hand came back only later'
  end || case
    when paused_until < day then ', the pause had ended with ' || app_rules.iso_date(paused_until)
    else ', no pause was set'
  end || ', and no amnesty excused it.';

comment on function app_rules.missed_why(date, date, timestamptz, text, text, int, date[], date) is
  'Why a missed day ended a run, in words to the user. bridged_from: the first day of the gap; open_until: when it could no longer be checked in; skipped_by: the change of zone or day start that skipped it, if one did; freezes: those in hand; paused_until: the last day of a pause in that run.';
