select plan(14);

-- The first line of what the user is told.
create function pg_temp.said()
returns text
language sql volatile
return split_part((app_private.streak_explanation(test.user_id(current_setting('app.subject')), app_private.clock())).text, E'\n', 1);
-- From until when it could be checked in to the end of why.
create function pg_temp.missed()
returns text
language sql volatile
return substring(pg_temp.said() from '(This day was missed.*?) (?:You can|It cannot)');

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-05 01:59:59+00');
select is(pg_temp.said(), 'Your streak is 3: since 2026-03-01 you have checked in on 3 days. Without another check-in it ends at 2026-03-05 02:00 in UTC.',
  'a second before the grace is over the streak lives');
select test.set_clock('2026-03-05 02:00+00');
select is(pg_temp.said(), 'Your streak is 0: the last one, of 3 days since 2026-03-01, ended on 2026-03-04. '
  'This day was missed: it could be checked in until 2026-03-05 02:00 in UTC. No freeze was in hand, no pause was set, and no amnesty excused it. '
  'You can repair 1 missed day (up to 2026-03-04) until the end of 2026-03-07 for 50 points: your streak would then be 3. You have 25 points.',
  'then it has ended: on which day, until when, why nothing saved it, what a repair takes');
select is((select concat_ws('|', d.day, d.mark, d.counts, d.streak, d.otherwise, d.zone, d.day_start_hour, d.rule_version_id, d.marked_at, d.sequence_number)
    from unnest((app_private.streak_explanation(test.user_id('alice'), app_private.clock())).days) as d where d.mark is null),
  '2026-03-04|f|3|With a check-in on this day the streak would have been 4.|UTC|0', 'the missed day is the last one of the run, without a mark');
select test.check_in_at('2026-03-06 12:00+00') is null;
select is(pg_temp.said(), 'Your streak is 1: since 2026-03-06 you have checked in on 1 day. Without another check-in it ends at 2026-03-08 02:00 in UTC. '
  'Before it, another streak was lost. You can repair 2 missed days (up to 2026-03-05) until the end of 2026-03-08 for 100 points: your streak would then be 4. You have 30 points.',
  'a new streak says that the one before can be repaired');
select test.set_clock('2026-03-12 12:00+00');
select app_public.bootstrap() is null;
select is(pg_temp.missed(), 'This day was missed: it could be checked in until 2026-03-08 02:00 in UTC. No freeze was in hand, no pause was set, and no amnesty excused it.',
  'of the last run and no other');

-- A freeze and an amnesty that came too late.
select test.sign_in_operator('olga');
select app_public.grant_effects(test.user_id('alice'), test.effects('{"freezes": 1}'), 'Sorry', gen_random_uuid()) is null;
select app_public.declare_amnesty('2026-03-07', '2026-03-07', 'The app was down.') is null;
select test.sign_in('alice');
select is(pg_temp.said(), 'Your streak is 0: the last one, of 1 day since 2026-03-06, ended on 2026-03-08. '
  'The days before it, from 2026-03-07 on, would not have ended the streak. '
  'This day was missed: it could be checked in until 2026-03-09 02:00 in UTC. The freezes in hand came too late for it (2026-03-12), no pause was set, and no amnesty excused it. '
  'You can repair 4 missed days (up to 2026-03-11) until the end of 2026-03-14 for 200 points: your streak would then be 1. You have 30 points.',
  'an excused day is not the one that ended it, and a freeze that came later could not save it');

-- A freeze that an amnesty gave back.
select test.sign_in('bob');
select test.check_in_daily('2026-02-01 12:00+00', 7);
select test.check_in_at('2026-02-09 12:00+00') is null;
select test.set_clock('2026-02-13 12:00+00');
select is(pg_temp.missed(), 'This day was missed: it could be checked in until 2026-02-11 02:00 in UTC. No freeze was in hand, no pause was set, and no amnesty excused it.',
  'the freeze had been used on another day');
select is(substring(pg_temp.said() from '.*?\.'), 'Your streak is 0: the last one, of 8 days since 2026-02-01, ended on 2026-02-10.', 'days that were saved do not count');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-02-08', '2026-02-08', 'The app was down.') is null;
select test.sign_in('bob');
select is(pg_temp.missed(), 'This day was missed: it could be checked in until 2026-02-11 02:00 in UTC. The freezes in hand came back only later, no pause was set, and no amnesty excused it.',
  'it came back, too late');

-- A pause that had ended.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.pause_streak('2026-03-05') is null;
select test.set_clock('2026-03-07 12:00+00');
select is(pg_temp.missed(), 'This day was missed: it could be checked in until 2026-03-07 02:00 in UTC. No freeze was in hand, the pause had ended with 2026-03-05, and no amnesty excused it.',
  'a pause that had ended is named');

-- A change of zone that skips a day, the second within 30 days.
select test.sign_in('dave');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap('Europe/Berlin') is null;
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.set_clock('2026-03-02 14:00+00');
select app_public.update_settings('Pacific/Auckland') is null;
select test.check_in_at('2026-03-02 14:10+00') is null;
select test.set_clock('2026-03-03 14:00+00');
select app_public.update_settings('Europe/Berlin') is null;
select test.check_in_at('2026-03-04 14:00+00') is null;
select test.set_clock('2026-03-05 14:00+00');
select app_public.update_settings('Pacific/Auckland') is null;
select is(pg_temp.missed(), 'This day was missed: it could be checked in until 2026-03-06 03:00 in Pacific/Auckland, when a change of your time zone from Europe/Berlin to Pacific/Auckland skipped it. '
  'Such days are excused once in 30 days, and that had been used. No freeze was in hand, no pause was set, and no amnesty excused it.',
  'a day that was skipped once too often could be checked in until the change');

-- Whatever comes later, the day was missed under the settings of its time.
select set_config('test.before', pg_temp.missed(), false);
select app_public.spend_energy(1, gen_random_uuid()) is null;
select app_public.update_settings('Asia/Tokyo', 4) is null;
select is(pg_temp.missed(), current_setting('test.before'), 'later changes of zone do not move it');

select test.sign_in('erin');
select test.set_clock('2026-03-01 12:00+00');
select app_public.bootstrap('Asia/Tokyo', 4) is null;
select test.check_in_at('2026-03-01 12:00+00') is null;
select test.set_clock('2026-03-05 12:00+00');
select app_public.update_settings('UTC', 0) is null;
select is(pg_temp.missed(), 'This day was missed: it could be checked in until 2026-03-03 06:00 in Asia/Tokyo. No freeze was in hand, no pause was set, and no amnesty excused it.',
  'nor does the one after it');

select is((app_private.streak_explanation(test.user_id('nobody'), app_private.clock()))::text, '("Your streak is 0: you have not checked in yet.",{},0)',
  'somebody who was never there is told so');
