create or replace function app_rules.streak_words(streak app_public.streak, days app_private.run_day[], zone text, points bigint)
returns text
language sql immutable parallel safe
return 'Your streak is ' || (streak).current::text || ': since ' || app_rules.iso_date((streak).started_on)
  || ' you have checked in on ' || app_rules.counted((streak).current, 'day') || '.'
  || coalesce((
    select ' ' || app_rules.counted(sum(b.days)::bigint, 'other day') || ' did not end it: '
      || string_agg(b.days::text || ' ' || b.words, ', ' order by b.mark) || '.'
    from (
      select d.mark, count(*) as days, case d.mark
        when 'freeze' then 'saved by a freeze' when 'pause' then 'paused' when 'amnesty' then 'excused by an amnesty'
        when 'travel' then 'skipped by a change of time zone or day start' when 'repair' then 'repaired' end as words
      from unnest(days) as d where d.mark not in ('check_in', 'late') group by d.mark
    ) as b
  ), '')
  || case
    when (streak).expires_at is null then ' It is paused until the end of ' || app_rules.iso_date((streak).paused_until) || '.'
    else ' Without another check-in it ends at ' || app_rules.local_time((streak).expires_at, zone) || ' in ' || zone
      || case when (streak).freezes > 0 then ', counting ' || app_rules.counted((streak).freezes, 'freeze') || ' in hand' else '' end
      || coalesce(', counting the pause from ' || app_rules.iso_date((streak).paused_from)
        || ' to ' || app_rules.iso_date((streak).paused_until), '') || '.'
  end
  || coalesce(' Before it, another streak was lost. ' || app_rules.repair_words((streak).repair, points), '');

comment on function app_rules.streak_words(app_public.streak, app_private.run_day[], text, bigint) is
  'Why a live streak is as long as it is, and when it ends, in words to the user. days: of its run.';
