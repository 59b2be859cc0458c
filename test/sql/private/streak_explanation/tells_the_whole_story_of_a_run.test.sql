-- A run with everything in it, told as a support person would paste it to the user.
select plan(6);

select test.sign_in('alice');
select test.set_clock('2026-03-01 11:00+00');
select app_public.bootstrap('Europe/Berlin', 0) is null;
select test.check_in_daily('2026-03-01 11:30+00', 7); -- the 7th day earns a freeze
select app_public.claim_reward('streak_3') is null;
select test.check_in_at('2026-03-09 20:14+00') is null; -- the freeze covers the 8th
select test.check_in_at('2026-03-10 20:05+00') is null;
select test.set_clock('2026-03-11 13:00+00');
select app_public.update_settings('Pacific/Auckland') is null; -- to the east: it is the 12th, the 11th is skipped
select test.check_in_at('2026-03-11 18:40+00') is null;
select app_public.pause_streak('2026-03-14') is null;
select test.check_in_at('2026-03-15 07:00+00') is null; -- the 15th
select test.set_clock('2026-03-15 19:00+00');
select app_public.update_settings('America/New_York') is null; -- to the west: the 15th once more
select test.check_in_at('2026-03-16 23:00+00') is null;
select test.set_clock('2026-03-18 15:00+00'); -- the 17th is missed
select app_public.repair_streak('2026-03-17') is null;
select test.check_in_at('2026-03-18 15:01+00') is null;
select test.set_clock('2026-03-20 18:00+00'); -- the 19th is missed: the app was down
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-19', '2026-03-19', 'The app was down.') is null;
select test.sign_in('alice');
select test.check_in_at('2026-03-21 05:10+00', '2026-03-20') is null; -- ten past one in the night
select test.check_in_at('2026-03-21 16:00+00') is null;
select test.set_clock('2026-03-23 16:00+00'); -- the freeze of the 14th check-in covers the 22nd

select is((app_private.streak_explanation(test.user_id('alice'), app_private.clock())).text,
'Your streak is 15: since 2026-03-01 you have checked in on 15 days. 7 other days did not end it: 2 saved by a freeze, 2 paused, 1 excused by an amnesty, 1 skipped by a change of time zone or day start, 1 repaired. Without another check-in it ends at 2026-03-24 02:00 in America/New_York.

2026-03-01, day 1: Checked in at 12:30 in Europe/Berlin.
2026-03-02, day 2: Checked in at 12:30 in Europe/Berlin.
2026-03-03, day 3: Checked in at 12:30 in Europe/Berlin.
2026-03-04, day 4: Checked in at 12:30 in Europe/Berlin.
2026-03-05, day 5: Checked in at 12:30 in Europe/Berlin.
2026-03-06, day 6: Checked in at 12:30 in Europe/Berlin.
2026-03-07, day 7: Checked in at 12:30 in Europe/Berlin.
2026-03-08, still 7: Missed; a freeze from 2026-03-07 saved the streak. Without a freeze the streak would have ended at 7 days on 2026-03-08.
2026-03-09, day 8: Checked in at 21:14 in Europe/Berlin.
2026-03-10, day 9: Checked in at 21:05 in Europe/Berlin.
2026-03-11, still 9: Skipped by a change of your time zone from Europe/Berlin to Pacific/Auckland. Were such days not excused, the streak would have ended at 9 days on 2026-03-11.
2026-03-12, day 10: Checked in at 07:40 in Pacific/Auckland.
2026-03-13, still 10: Paused. Without the pause the streak would have ended at 10 days on 2026-03-13.
2026-03-14, still 10: Paused. Without the pause the streak would have ended at 10 days on 2026-03-14.
2026-03-15, day 11: Checked in at 20:00 in Pacific/Auckland.
2026-03-16, day 12: Checked in at 19:00 in America/New_York.
2026-03-17, still 12: Missed, and repaired on 2026-03-18 for 50 points. Without the repair the streak would have ended at 12 days on 2026-03-17.
2026-03-18, day 13: Checked in at 11:01 in America/New_York.
2026-03-19, still 13: Excused by an amnesty: The app was down. Without the amnesty the streak would have ended at 13 days on 2026-03-19.
2026-03-20, day 14: Checked in late at 2026-03-21 01:10 in America/New_York, within the grace.
2026-03-21, day 15: Checked in at 12:00 in America/New_York.
2026-03-22, still 15: Missed; a freeze from 2026-03-20 saved the streak. Your next check-in or other action will record it. Without a freeze the streak would have ended at 15 days on 2026-03-22.',
  'all of it in words');

select is((select string_agg(concat_ws(' ', right(app_rules.iso_date(d.day), 5), d.mark, d.counts, d.streak, d.zone, d.day_start_hour,
      coalesce(d.rule_version_id::text, '-'), coalesce(d.sequence_number::text, '-'),
      coalesce(app_rules.local_time(d.marked_at, 'UTC'), '-')), E'\n' order by d.day)
    from unnest((app_private.streak_explanation(test.user_id('alice'), app_private.clock())).days) as d where d.day >= '2026-03-07'),
'03-07 check_in t 7 Europe/Berlin 0 1 9 2026-03-07 11:30
03-08 freeze f 7 Europe/Berlin 0 1 11 2026-03-09 20:14
03-09 check_in t 8 Europe/Berlin 0 1 11 2026-03-09 20:14
03-10 check_in t 9 Europe/Berlin 0 1 12 2026-03-10 20:05
03-11 travel f 9 Europe/Berlin 0 1 13 2026-03-11 13:00
03-12 check_in t 10 Pacific/Auckland 0 1 14 2026-03-11 18:40
03-13 pause f 10 Pacific/Auckland 0 1 16 2026-03-15 07:00
03-14 pause f 10 Pacific/Auckland 0 1 16 2026-03-15 07:00
03-15 check_in t 11 Pacific/Auckland 0 1 16 2026-03-15 07:00
03-16 check_in t 12 America/New_York 0 1 18 2026-03-16 23:00
03-17 repair f 12 America/New_York 0 1 19 2026-03-18 15:00
03-18 check_in t 13 America/New_York 0 1 20 2026-03-18 15:01
03-19 amnesty f 13 America/New_York 0 1 21 2026-03-20 18:00
03-20 late t 14 America/New_York 0 1 22 2026-03-21 05:10
03-21 check_in t 15 America/New_York 0 1 23 2026-03-21 16:00
03-22 freeze f 15 America/New_York 0 - - -',
  'each day with its mark, zone, day start, rule version, journal entry and instant');

select is((select string_agg(d.otherwise, E'\n' order by d.day)
    from unnest((app_private.streak_explanation(test.user_id('alice'), app_private.clock())).days) as d
    where d.mark in ('check_in', 'late') and (d.day < '2026-03-03' or d.day > '2026-03-09')),
'The streak began with it.
Without it the streak would have ended at 1 day on 2026-03-02.
Without it the streak would have ended at 8 days on 2026-03-10.
Without it the streak would have ended at 9 days on 2026-03-12.
Without it the streak would have ended at 10 days on 2026-03-15.
Without it the streak would have ended at 11 days on 2026-03-16.
Without it the streak would have ended at 12 days on 2026-03-18.
Without it the streak would have ended at 13 days on 2026-03-20.
Without it a freeze would have been used.',
  'and what would have happened without each check-in');

select is((select array_agg(d.day order by d.day) from unnest((app_private.streak_explanation(test.user_id('alice'), app_private.clock())).days) as d),
  (select array_agg(c.day) from app_public.me() as m, app_public.me_calendar(m, '2026-03-01', '2026-03-22') as c where c.mark is not null),
  'the days are those of the calendar');

reset role;
select is((select count(*) from app_private.explain_streak(test.user_id('alice'))), 22::bigint, 'a DBA has them by the user''s id');

select set_config('test.text', (app_private.streak_explanation(test.user_id('alice'), app_private.clock())).text, false);
set timezone = 'Asia/Tokyo';
set datestyle = 'SQL, DMY';
select is((app_private.streak_explanation(test.user_id('alice'), app_private.clock())).text, current_setting('test.text'), 'whatever the session is set to');
