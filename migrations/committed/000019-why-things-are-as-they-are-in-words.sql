--! Previous: sha1:da2ac52eb896d4628d4e4ce7f6f4a0fbe7ae569a
--! Hash: sha1:305698d0a6e1c64af4adaf5cbe913b8adf3d19f6
--! Message: why things are as they are, in words

-- The explained: why a streak, a balance and a reward are as they are, in words.

--! Included types/run_day.sql
create type app_private.run_day as (
  day date, mark app_public.mark, streak int, ended boolean,
  zone text, day_start_hour int, rule_version_id int, marked_at timestamptz, sequence_number bigint,
  freeze_granted_on date, paid_points bigint, entry_day date, new_zone text, new_day_start_hour int,
  amnesty text, otherwise_mark app_public.mark
);
comment on type app_private.run_day is
  'A day of a run with all that explains it. streak: counting days up to it; ended: it can no longer be checked in; entry_day, new_zone, new_day_start_hour: of the entry that marked it; amnesty: the reason of one that names it; otherwise_mark: what would bridge it without its mark.';
--! EndIncluded types/run_day.sql
--! Included types/streak_day.sql
create type app_public.streak_day as (
  day date, mark app_public.mark, counts boolean, streak int, why text, otherwise text,
  zone text, day_start_hour int, rule_version_id int, marked_at timestamptz, sequence_number bigint
);
comment on type app_public.streak_day is 'A day of a streak run: how it is marked, why, and what would have happened otherwise.';
comment on column app_public.streak_day.day is E'@notNull\nThe day.';
comment on column app_public.streak_day.mark is 'Its mark; null for the missed day that ended the run, which comes last.';
comment on column app_public.streak_day.counts is E'@notNull\nWhether it counts for the streak.';
comment on column app_public.streak_day.streak is E'@notNull\nThe streak after the day: the counting days of the run up to it.';
comment on column app_public.streak_day.why is E'@notNull\nWhy it is marked so, in words.';
comment on column app_public.streak_day.otherwise is E'@notNull\nWhat would have happened otherwise, in words.';
comment on column app_public.streak_day.zone is E'@notNull\nThe zone under which the day was computed.';
comment on column app_public.streak_day.day_start_hour is E'@notNull\nThe hour at which the day started.';
comment on column app_public.streak_day.rule_version_id is 'The rule version under which it was marked; null for what the next command will store.';
comment on column app_public.streak_day.marked_at is 'When it was marked; null for what the next command will store.';
comment on column app_public.streak_day.sequence_number is 'Of the journal entry that marked it; null for what the next command will store.';
--! EndIncluded types/streak_day.sql
--! Included types/streak_explanation.sql
create type app_public.streak_explanation as (text text, days app_public.streak_day[]);
comment on type app_public.streak_explanation is 'Why the streak is what it is: of the live run or, without one, of the last run.';
comment on column app_public.streak_explanation.text is
  E'@notNull\nAll of it in words to the user, a line for each day, ready to be pasted into an answer.';
comment on column app_public.streak_explanation.days is
  E'@notNull\nThe days of the run, oldest first; of a run that has ended, the missed day too.';
--! EndIncluded types/streak_explanation.sql
--! Included types/balance.sql
create type app_public.balance as enum ('points', 'energy');
comment on type app_public.balance is 'What explainBalance explains.';
--! EndIncluded types/balance.sql
--! Included types/balance_part.sql
create type app_public.balance_part as (kind app_public.journal_kind, entries int, change bigint, text text);
comment on type app_public.balance_part is 'What all entries of one kind together have added, or have taken.';
comment on column app_public.balance_part.kind is 'The kind of entry; null for energy that refilled on its own.';
comment on column app_public.balance_part.entries is E'@notNull\nHow many entries; 0 for energy that refilled on its own.';
comment on column app_public.balance_part.change is E'@notNull\nWhat they added or, if negative, took.';
comment on column app_public.balance_part.text is E'@notNull\nThe same in words.';
--! EndIncluded types/balance_part.sql
--! Included types/balance_entry.sql
create type app_public.balance_entry as (
  sequence_number bigint, occurred_at timestamptz, day date, kind app_public.journal_kind, what text,
  refilled bigint, change bigint, balance_after bigint
);
comment on type app_public.balance_entry is 'A journal entry that changed a balance.';
comment on column app_public.balance_entry.sequence_number is 'Of the journal entry; null for an amnesty that the next command will store.';
comment on column app_public.balance_entry.occurred_at is E'@notNull\nWhen it happened.';
comment on column app_public.balance_entry.day is E'@notNull\nThe engagement day it belongs to.';
comment on column app_public.balance_entry.kind is E'@notNull\nThe command.';
comment on column app_public.balance_entry.what is E'@notNull\nWhat it was, in words.';
comment on column app_public.balance_entry.refilled is E'@notNull\nEnergy that had refilled on its own since the entry before; 0 for points.';
comment on column app_public.balance_entry.change is E'@notNull\nWhat it added or, if negative, took.';
comment on column app_public.balance_entry.balance_after is E'@notNull\nThe balance after it: the one before + refilled + change.';
--! EndIncluded types/balance_entry.sql
--! Included types/balance_explanation.sql
create type app_public.balance_explanation as (
  text text, current bigint, refilled_since bigint, max bigint, next_at timestamptz, full_at timestamptz,
  parts app_public.balance_part[], entries app_public.balance_entry[], entry_count bigint
);
comment on type app_public.balance_explanation is 'Why a balance is what it is. The parts add up to it.';
comment on column app_public.balance_explanation.text is
  E'@notNull\nAll of it in words to the user, a line for each entry, ready to be pasted into an answer.';
comment on column app_public.balance_explanation.current is E'@notNull\nThe balance as of now: the sum of the parts.';
comment on column app_public.balance_explanation.refilled_since is
  E'@notNull\nEnergy that has refilled since the last entry, which is in the parts too; 0 for points.';
comment on column app_public.balance_explanation.max is 'Energy refills up to here; null for points.';
comment on column app_public.balance_explanation.next_at is 'When energy next refills; null when it is full, and for points.';
comment on column app_public.balance_explanation.full_at is 'When energy will be full; null when it is, and for points.';
comment on column app_public.balance_explanation.parts is E'@notNull\nWhat was added and what was taken, by kind of entry.';
comment on column app_public.balance_explanation.entries is E'@notNull\nThe entries that changed the balance, latest first: the last ones only.';
comment on column app_public.balance_explanation.entry_count is E'@notNull\nHow many there are in all.';
--! EndIncluded types/balance_explanation.sql
--! Included types/condition_explanation.sql
create type app_public.condition_explanation as (metric text, current bigint, at_least bigint, missing bigint, text text);
comment on type app_public.condition_explanation is 'What is missing to one condition of a reward.';
comment on column app_public.condition_explanation.metric is E'@notNull\nThe metric.';
comment on column app_public.condition_explanation.current is E'@notNull\nWhat it is now.';
comment on column app_public.condition_explanation.at_least is E'@notNull\nWhat the condition asks for.';
comment on column app_public.condition_explanation.missing is E'@notNull\nWhat is missing; 0 when it is met.';
comment on column app_public.condition_explanation.text is E'@notNull\nThe same in words.';
--! EndIncluded types/condition_explanation.sql
--! Included types/reward_explanation.sql
create type app_public.reward_explanation as (
  text text, reward_id text, title text, status app_public.reward_status, enabled boolean, period_key text,
  conditions app_public.condition_explanation[],
  unlocked app_public.unlocked_reward, unlocked_by bigint, claimed app_public.claimed_reward, claimed_by bigint
);
comment on type app_public.reward_explanation is 'Why a reward is not unlocked or, if it is, when and by which journal entry.';
comment on column app_public.reward_explanation.text is
  E'@notNull\nAll of it in words to the user, ready to be pasted into an answer.';
comment on column app_public.reward_explanation.reward_id is E'@notNull\nThe reward.';
comment on column app_public.reward_explanation.title is E'@notNull\nIts title.';
comment on column app_public.reward_explanation.status is E'@notNull\nWhat can be done with it now, as in rewards.';
comment on column app_public.reward_explanation.enabled is E'@notNull\nA disabled reward unlocks no more.';
comment on column app_public.reward_explanation.period_key is 'The current period; null for a reward of a run when there is none.';
comment on column app_public.reward_explanation.conditions is E'@notNull\nEach condition as of now; what was unlocked stays unlocked when one no longer holds.';
comment on column app_public.reward_explanation.unlocked is 'The unlock of the current period or else the latest of an earlier one; null when there is none.';
comment on column app_public.reward_explanation.unlocked_by is 'The sequence number of the journal entry that unlocked it.';
comment on column app_public.reward_explanation.claimed is 'The claim of that unlock; null when there is none.';
comment on column app_public.reward_explanation.claimed_by is 'The sequence number of the journal entry that claimed it.';
--! EndIncluded types/reward_explanation.sql

--! Included rules/reward_status.sql
create or replace function app_rules.reward_status(
  unlocked_at timestamptz, claimable_until timestamptz, claimed_at timestamptz,
  starts_at timestamptz, ends_at timestamptz, stock_remaining bigint, at timestamptz
)
returns app_public.reward_status
language sql immutable parallel safe
return case
  when claimed_at is not null then 'claimed'
  when unlocked_at is not null and claimable_until <= at then 'expired'
  when not app_rules.window_is_open(starts_at, ends_at, at) then 'not_open'
  when stock_remaining = 0 then 'out_of_stock'
  when unlocked_at is not null then 'claimable'
  else 'locked'
end::app_public.reward_status;

comment on function app_rules.reward_status(
  timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, bigint, timestamptz
) is 'What can be done with a reward in a period. stock_remaining: null without a limit.';
--! EndIncluded rules/reward_status.sql
--! Included rules/local_time.sql
-- Spelt out by extract: to_char and timestamptz::text depend on the session.
create or replace function app_rules.local_time(at timestamptz, zone text)
returns text
language sql immutable parallel safe
return app_rules.iso_date((at at time zone zone)::date)
  || ' ' || lpad(extract(hour from at at time zone zone)::text, 2, '0')
  || ':' || lpad(extract(minute from at at time zone zone)::text, 2, '0');

comment on function app_rules.local_time(timestamptz, text) is
  'An instant on the clock of a zone, such as 2026-03-08 21:14, whatever the session; null for one that has no date.';
--! EndIncluded rules/local_time.sql
--! Included rules/counted.sql
create or replace function app_rules.counted(amount bigint, noun text)
returns text
language sql immutable parallel safe
return amount::text || ' ' || noun || case when amount = 1 then '' else 's' end;

comment on function app_rules.counted(bigint, text) is 'So many of something, in words: 1 day, 2 days.';
--! EndIncluded rules/counted.sql
--! Included rules/signed.sql
create or replace function app_rules.signed(amount bigint)
returns text
language sql immutable parallel safe
return case when amount > 0 then '+' else '' end || amount::text;

comment on function app_rules.signed(bigint) is 'An amount with its sign: +5, 0, -5.';
--! EndIncluded rules/signed.sql
--! Included rules/settings_words.sql
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
--! EndIncluded rules/settings_words.sql
--! Included rules/time_on.sql
create or replace function app_rules.time_on(day date, at timestamptz, zone text)
returns text
language sql immutable parallel safe
return case
  when (at at time zone zone)::date = day then right(app_rules.local_time(at, zone), 5)
  else app_rules.local_time(at, zone)
end || ' in ' || zone;

comment on function app_rules.time_on(date, timestamptz, text) is
  'An instant on the clock of a zone, such as 21:14 in Europe/Berlin; with its date, if that is not the day.';
--! EndIncluded rules/time_on.sql
--! Included rules/otherwise_mark.sql
create or replace function app_rules.otherwise_mark(
  mark app_public.mark, without_hours boolean, paused boolean, excused boolean, repaired boolean, freezes int, place int
)
returns app_public.mark
language sql immutable parallel safe
return case
  when mark in ('freeze', 'repair') then null
  when mark = 'travel' and without_hours then 'travel'
  when mark in ('check_in', 'late') and paused then 'pause'
  when mark <> 'amnesty' and excused then 'amnesty'
  when mark = 'amnesty' and repaired then 'repair'
  when freezes >= place then 'freeze'
end::app_public.mark;

comment on function app_rules.otherwise_mark(app_public.mark, boolean, boolean, boolean, boolean, int, int) is
  'What would bridge a day of a run if it had not the mark that it has; null when the run would have ended. without_hours: the clock skips it; paused, excused, repaired: a pause was open, an amnesty names it, it had been repaired; freezes: granted before it, and there; place: which it is of the days that they might have covered.';
--! EndIncluded rules/otherwise_mark.sql
--! Included rules/run_day_why.sql
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
--! EndIncluded rules/run_day_why.sql
--! Included rules/run_day_otherwise.sql
create or replace function app_rules.run_day_otherwise(day app_private.run_day)
returns text
language sql immutable parallel safe
return (
  select case
    when (day).mark is null then 'With a check-in on this day the streak would have been ' || ((day).streak + 1)::text || '.'
    when before.streak = 0 then 'The streak began with it.'
    when (day).mark = 'travel' and (day).otherwise_mark = 'travel' then 'Nobody can miss a day that is not there.'
    else case (day).mark
        when 'freeze' then 'Without a freeze'
        when 'pause' then 'Without the pause'
        when 'amnesty' then 'Without the amnesty'
        when 'travel' then 'Were such days not excused,'
        when 'repair' then 'Without the repair'
        else 'Without it'
      end || case
        when (day).otherwise_mark = 'freeze' and (day).ended then ' a freeze would have been used.'
        when (day).otherwise_mark = 'freeze' then ' a freeze would be used.'
        when (day).otherwise_mark = 'repair' then ' your repair would have kept it.'
        when (day).otherwise_mark = 'pause' then ' the day would be paused.'
        when (day).otherwise_mark = 'amnesty' then ' the day would be excused by an amnesty.'
        when (day).ended then ' the streak would have ended at ' || app_rules.counted(before.streak, 'day')
          || ' on ' || app_rules.iso_date((day).day) || '.'
        else ' the streak would end at ' || app_rules.counted(before.streak, 'day') || ' with this day.'
      end
  end
  from (
    select (day).streak - (coalesce((day).mark in ('check_in', 'late'), false))::int as streak
  ) as before
);

comment on function app_rules.run_day_otherwise(app_private.run_day) is
  'What would have happened without the mark of a day of a run, in words to the user.';
--! EndIncluded rules/run_day_otherwise.sql
--! Included rules/run_day_line.sql
create or replace function app_rules.run_day_line(day app_private.run_day)
returns text
language sql immutable parallel safe
return app_rules.iso_date((day).day) || case
  when (day).mark in ('check_in', 'late') then ', day ' || (day).streak::text || ': ' || app_rules.run_day_why(day)
  else ', still ' || (day).streak::text || ': ' || app_rules.run_day_why(day) || ' ' || app_rules.run_day_otherwise(day)
end;

comment on function app_rules.run_day_line(app_private.run_day) is
  'A day of a run on one line, in words to the user: what would have happened otherwise only where there was no check-in.';
--! EndIncluded rules/run_day_line.sql
--! Included rules/missed_why.sql
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
--! EndIncluded rules/missed_why.sql
--! Included rules/repair_words.sql
create or replace function app_rules.repair_words(repair app_public.streak_repair, points bigint)
returns text
language sql immutable parallel safe
return 'You can repair ' || app_rules.counted((repair).missed_days, 'missed day') || ' (up to ' || app_rules.iso_date((repair).day)
  || ') until the end of ' || app_rules.iso_date((repair).until) || ' for ' || app_rules.counted((repair).points, 'point')
  || ': your streak would then be ' || (repair).current::text || '. You have ' || app_rules.counted(points, 'point') || '.';

comment on function app_rules.repair_words(app_public.streak_repair, bigint) is
  'What a repair would cost and give, in words to the user who has so many points; null when there is none.';
--! EndIncluded rules/repair_words.sql
--! Included rules/streak_words.sql
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
--! EndIncluded rules/streak_words.sql
--! Included rules/lost_streak_words.sql
create or replace function app_rules.lost_streak_words(
  streak app_public.streak, days app_private.run_day[], missed app_public.streak_day, repair_within_days int, points bigint
)
returns text
language sql immutable parallel safe
return (
  select 'Your streak is 0: the last one, of ' || app_rules.counted(run.length, 'day')
    || ' since ' || app_rules.iso_date(run.started_on)
    || ', ended on ' || app_rules.iso_date((missed).day) || '. ' || (missed).why || ' '
    || coalesce(app_rules.repair_words((streak).repair, points),
      'It cannot be repaired any more: that is possible until ' || app_rules.counted(repair_within_days, 'day')
      || ' after the last missed day.')
  from (
    select max(d.streak) as length, min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on from unnest(days) as d
  ) as run
);

comment on function app_rules.lost_streak_words(
  app_public.streak, app_private.run_day[], app_public.streak_day, int, bigint
) is 'Why there is no streak any more, in words to the user. days: of the last run; missed: the day that ended it.';
--! EndIncluded rules/lost_streak_words.sql
--! Included rules/entry_words.sql
-- A kind that has no words of its own is told as another change, so that a new command needs nothing here.
create or replace function app_rules.entry_words(kind app_public.journal_kind, day date, asked jsonb, terms jsonb, title text)
returns text
language sql immutable parallel safe
return case kind
  when 'bootstrap' then 'Joined'
  when 'settings' then 'Changed the settings'
  when 'check_in' then 'Checked in ' || app_rules.iso_date(day)
  when 'claim' then 'Claimed "' || title || '"'
  when 'pause' then 'Paused the streak'
  when 'repair' then 'Repaired the streak, missed on ' || (asked ->> 'day')
  when 'amnesty' then 'Excused by an amnesty: ' || title
  when 'spend' then 'Spent energy' || coalesce(': ' || nullif(asked ->> 'reason', ''), '')
  when 'buy' then 'Bought ' || (asked ->> 'quantity') || ' "' || title || '" at '
    || app_rules.counted((terms ->> 'price_points')::bigint, 'point')
    || case when (asked ->> 'quantity')::bigint = 1 then '' else ' each' end
  when 'use' then 'Used "' || title || '"'
  when 'discard' then 'Threw away ' || (asked ->> 'quantity') || ' "' || title || '"'
  when 'grant' then 'Granted by support: ' || (asked ->> 'reason')
  when 'reversal' then 'Reversed entry ' || (asked ->> 'sequence_number') || ': ' || (asked ->> 'reason')
  when 'clock' then 'Moved the clock ahead by ' || app_rules.counted((asked ->> 'days')::bigint * 24 + (asked ->> 'hours')::bigint, 'hour')
  else 'Another change'
end;

comment on function app_rules.entry_words(app_public.journal_kind, date, jsonb, jsonb, text) is
  'What a journal entry was, in words. title: of the reward or item that it names, or the reason of its amnesty.';
--! EndIncluded rules/entry_words.sql
--! Included rules/balance_part_words.sql
-- A kind that has no words of its own is told as another change, so that a new command needs nothing here.
create or replace function app_rules.balance_part_words(kind app_public.journal_kind, entries int, change bigint)
returns text
language sql immutable parallel safe
return case when change < 0 then 'less ' else '' end || abs(change)::text || case
  when kind is null then ' refilled on its own'
  when kind = 'bootstrap' then ' to start with'
  when kind = 'check_in' then ' from ' || app_rules.counted(entries, 'check-in')
  when kind = 'claim' then ' from ' || app_rules.counted(entries, 'reward')
  when kind = 'grant' then ' granted by support'
  when kind = 'use' then ' from using ' || app_rules.counted(entries, 'item')
  when kind = 'spend' then ' spent'
  when kind = 'buy' then ' for ' || app_rules.counted(entries, 'purchase')
  when kind = 'repair' then ' for ' || app_rules.counted(entries, 'streak repair')
  when kind = 'amnesty' then ' given back for repairs that an amnesty excused'
  when kind = 'reversal' and change > 0 then ' given back by ' || app_rules.counted(entries, 'correction')
  when kind = 'reversal' then ' taken back by ' || app_rules.counted(entries, 'correction')
  else ' by ' || app_rules.counted(entries, 'other change')
end;

comment on function app_rules.balance_part_words(app_public.journal_kind, int, bigint) is
  'What all entries of a kind together have added to a balance, or have taken, in words. kind: null for what refilled on its own.';
--! EndIncluded rules/balance_part_words.sql
--! Included rules/balance_parts.sql
create or replace function app_rules.balance_parts(
  changes app_public.balance_entry[], started_with bigint, refilled_since bigint
)
returns app_public.balance_part[]
language sql immutable parallel safe
return array(
  select row(p.kind, p.entries, p.change, app_rules.balance_part_words(p.kind, p.entries, p.change))::app_public.balance_part
  from (
    select c.kind, count(*)::int as entries, sum(c.change)::bigint as change
    from unnest(changes) as c where c.change <> 0 group by c.kind, sign(c.change)
    union all
    select 'bootstrap', 0, started_with where started_with <> 0
    union all
    select null, 0, r.refilled
    from (select coalesce(sum(c.refilled), 0)::bigint + refilled_since as refilled from unnest(changes) as c) as r
    where r.refilled <> 0
  ) as p
  order by p.change < 0, p.kind
);

comment on function app_rules.balance_parts(app_public.balance_entry[], bigint, bigint) is
  'What made a balance of nothing: its changes by kind, apart what they added and what they took; what somebody without any entry starts with; and what refilled on its own.';
--! EndIncluded rules/balance_parts.sql
--! Included rules/balance_entry_line.sql
create or replace function app_rules.balance_entry_line(entry app_public.balance_entry, zone text)
returns text
language sql immutable parallel safe
return app_rules.local_time((entry).occurred_at, zone) || coalesce(', entry ' || (entry).sequence_number::text, '') || ': '
  || case when (entry).refilled > 0 then (entry).refilled::text || ' refilled' else '' end
  || case when (entry).refilled > 0 and (entry).change <> 0 then ' before, ' else '' end
  || case when (entry).change <> 0 then app_rules.signed((entry).change) else '' end
  || ', then ' || (entry).balance_after::text
  || case when (entry).sequence_number is null then ' once your next check-in or other action records it' else '' end
  || '. ' || (entry).what;

comment on function app_rules.balance_entry_line(app_public.balance_entry, text) is
  'A journal entry that changed a balance on one line, in words to the user.';
--! EndIncluded rules/balance_entry_line.sql
--! Included rules/balance_words.sql
create or replace function app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text)
returns text
language sql immutable parallel safe
return 'You have ' || case balance
    when 'points' then app_rules.counted((explained).current, 'point')
    else (explained).current::text || ' of ' || (explained).max::text || ' energy'
  end || ': '
  || coalesce((
    select string_agg(p.text, ', ' order by p.change < 0, p.k)
    from unnest((explained).parts) with ordinality as p(kind, entries, change, text, k)
  ), 'nothing has been given or taken yet') || '.'
  || case when balance = 'energy' then
    case when (explained).refilled_since > 0 then ' Of this, ' || (explained).refilled_since::text || ' refilled since your last action.'
      else '' end
    || case when (explained).next_at is null then ' It is full.'
      else ' It next refills at ' || app_rules.local_time((explained).next_at, zone)
        || ' and is full at ' || app_rules.local_time((explained).full_at, zone) || '.' end
    else '' end
  || case when (explained).entry_count = 0 then '' else ' Times are those of ' || zone || case
      when (explained).entry_count > cardinality((explained).entries) then '; these are the last '
        || cardinality((explained).entries)::text
        || ' of ' || (explained).entry_count::text || ' changes' else '' end || '.' end;

comment on function app_rules.balance_words(app_public.balance, app_public.balance_explanation, text) is
  'A balance and what it is made of, in words to the user.';
--! EndIncluded rules/balance_words.sql
--! Included rules/condition_asks.sql
-- A metric that has no words of its own is told by its title, so that a new one needs nothing here.
create or replace function app_rules.condition_asks(metric text, title text, at_least bigint)
returns text
language sql immutable parallel safe
return case metric
  when 'current_streak' then 'a streak of ' || app_rules.counted(at_least, 'day')
  when 'longest_streak' then 'a longest streak of ' || app_rules.counted(at_least, 'day')
  when 'check_ins' then app_rules.counted(at_least, 'check-in')
  when 'level' then 'level ' || at_least::text
  when 'lifetime_xp' then at_least::text || ' XP'
  when 'lifetime_points' then app_rules.counted(at_least, 'point') || ' received in all'
  when 'points' then app_rules.counted(at_least, 'point') || ' in hand'
  when 'energy' then at_least::text || ' energy'
  when 'freezes' then app_rules.counted(at_least, 'freeze') || ' in hand'
  else '"' || title || '" of ' || at_least::text || ' or more'
end;

comment on function app_rules.condition_asks(text, text, bigint) is 'What a condition asks for, in words. title: of the metric.';
--! EndIncluded rules/condition_asks.sql
--! Included rules/condition_words.sql
create or replace function app_rules.condition_words(metric text, title text, current bigint, at_least bigint)
returns text
language sql immutable parallel safe
return app_rules.condition_asks(metric, title, at_least) || case
    when metric in ('current_streak', 'longest_streak', 'level') then '; yours is '
    else '; you have '
  end || current::text || case when current < at_least then ': ' || (at_least - current)::text || ' more' else '' end;

comment on function app_rules.condition_words(text, text, bigint, bigint) is
  'What a condition asks for, what there is of it and what is missing, in words to the user.';
--! EndIncluded rules/condition_words.sql
--! Included rules/locked_words.sql
create or replace function app_rules.locked_words(
  title text, repeats app_public.reward_repeat, period_key text, enabled boolean, starts_at timestamptz, ends_at timestamptz,
  stock_remaining bigint, conditions app_public.condition_explanation[], at timestamptz, zone text
)
returns text
language sql immutable parallel safe
return case
    when period_key is null then '"' || title || '" can be unlocked once in each streak, and you have none just now.'
    else 'You have not unlocked "' || title || '" ' || case repeats
      when 'once' then '' when 'run' then 'in this streak ' else 'in ' || period_key || ' ' end || 'yet.'
  end
  || case when enabled then '' else ' It is switched off, so that nobody can unlock it.' end
  || case
    when at < starts_at then ' It opens at ' || app_rules.local_time(starts_at, zone) || ' in ' || zone || '.'
    when at >= ends_at then ' It closed at ' || app_rules.local_time(ends_at, zone) || ' in ' || zone || '.'
    else '' end
  || case when stock_remaining = 0 then ' None are left.' else '' end
  || coalesce((
    select string_agg(' It asks for ' || c.text || '.', '' order by c.metric) from unnest(conditions) as c where c.missing > 0
  ), case when enabled and period_key is not null and app_rules.window_is_open(starts_at, ends_at, at)
    then ' You have all that it asks for: it unlocks with your next check-in or other action.' else '' end);

comment on function app_rules.locked_words(
  text, app_public.reward_repeat, text, boolean, timestamptz, timestamptz, bigint, app_public.condition_explanation[], timestamptz, text
) is 'Why a reward is not unlocked in the current period, in words to the user.';
--! EndIncluded rules/locked_words.sql
--! Included rules/unlocked_words.sql
create or replace function app_rules.unlocked_words(
  unlocked app_public.unlocked_reward, repeats app_public.reward_repeat, entry text,
  conditions app_public.condition_explanation[], zone text
)
returns text
language sql immutable parallel safe
return 'You unlocked "' || (unlocked).title || '"'
  || case when repeats in ('day', 'week', 'month') then ' for ' || (unlocked).period_key else '' end
  || ' at ' || app_rules.local_time((unlocked).unlocked_at, zone) || ' in ' || zone || ', by ' || entry || '.'
  || coalesce(' It stays unlocked, though it asks for ' || (
    select string_agg(c.text, ', and for ' order by c.metric) from unnest(conditions) as c where c.missing > 0
  ) || '.', '');

comment on function app_rules.unlocked_words(
  app_public.unlocked_reward, app_public.reward_repeat, text, app_public.condition_explanation[], text
) is 'When and by which journal entry a reward was unlocked, in words to the user. conditions: as of now.';
--! EndIncluded rules/unlocked_words.sql
--! Included rules/claim_words.sql
create or replace function app_rules.claim_words(
  status app_public.reward_status, unlocked app_public.unlocked_reward, starts_at timestamptz, ends_at timestamptz, obstacle text,
  claimed app_public.claimed_reward, entry text, gave text, reversal text, at timestamptz, zone text
)
returns text
language sql immutable parallel safe
return case status
  when 'claimed' then case when (claimed).automatic then 'It was claimed for you at ' else 'You claimed it at ' end
    || app_rules.local_time((claimed).claimed_at, zone) || ', by ' || entry || ': it gave ' || gave || '.'
    || coalesce(' That was taken back: ' || reversal || '.', '')
  when 'expired' then 'It could be claimed until ' || app_rules.local_time((unlocked).claimable_until, zone)
    || '; you did not, and that time is over.'
  when 'not_open' then 'You have not claimed it, and it cannot be claimed now: it is open'
    || case when at < starts_at then ' from ' || app_rules.local_time(starts_at, zone) || ' on'
      else ' until ' || app_rules.local_time(ends_at, zone) || ' only' end || '.'
  when 'out_of_stock' then 'You have not claimed it, and none are left.'
  when 'claimable' then 'You can claim it now'
    || coalesce(', until ' || app_rules.local_time(least((unlocked).claimable_until, ends_at), zone), '') || '.'
    || case obstacle
      when 'FZ001' then ' First a freeze has to be used: you hold as many as fit.'
      when 'IN001' then ' First an item has to be used up or thrown away: what it gives does not fit.'
      else '' end
end;

comment on function app_rules.claim_words(
  app_public.reward_status, app_public.unlocked_reward, timestamptz, timestamptz, text,
  app_public.claimed_reward, text, text, text, timestamptz, text
) is 'When and by which journal entry an unlocked reward was claimed, or what keeps it from being claimed, in words to the user. obstacle: the code of effects_obstacle; reversal: the entry that took it back.';
--! EndIncluded rules/claim_words.sql
--! Included private/given_by.sql
create or replace function app_private.given_by(user_id uuid, sequence_number bigint)
returns app_public.amounts
language sql stable
begin atomic
  select app_rules.amounts_given(e)
  from app_public.journal_entries as e
  where e.user_id = given_by.user_id and e.sequence_number = given_by.sequence_number;
end;

grant execute on function app_private.given_by to app_user;
comment on function app_private.given_by(uuid, bigint) is 'What the command of a journal entry gave.';
--! EndIncluded private/given_by.sql
--! Included private/run_days.sql
create or replace function app_private.run_days(state app_private.user_states)
returns setof app_private.run_day
language sql stable rows 30
begin atomic
  with now as materialized (
    select app_private.excused_days(state.last_amnesty_id, '-infinity') as excused,
      app_private.ended_through(state.last_occurred_at, state.zone, state.day_start_hour) as ended_through
  ), unstored as materialized (
    select u.* from unnest(app_private.unstored_marks(state)) as u
  ), marks as (
    select m.day, m.mark, m.zone, m.day_start_hour, m.rule_version_id, m.marked_at, m.sequence_number,
      m.freeze_granted_on, m.paid_points
    from app_private.day_marks as m
    where m.user_id = state.user_id and not exists (select from unstored as u where u.day = m.day)
    union all
    select u.day, u.mark, state.zone, state.day_start_hour, null, null, null, u.freeze_granted_on, u.paid_points
    from unstored as u
  ), blocks as (
    select m.*, m.mark in ('check_in', 'late') as counts, m.mark in ('pause', 'amnesty', 'travel') as coverable,
      m.day - row_number() over (order by m.day)::int as block from marks as m
  ), run as (
    select b.*, (count(*) filter (where b.counts) over (order by b.day))::int as streak
    from blocks as b
    where b.block = (select l.block from blocks as l order by l.day desc limit 1)
  ), placed as (
    -- A stretch: a check-in and the days without one after it. One freeze would have covered only the first of three paused days, so
    -- each has its place; an amnesty may have closed several gaps at once, with the freezes of them all.
    select r.*, daterange(min(r.day) over stretch, max(r.day) over stretch, '[]') as stretch,
      greatest(1, count(*) filter (where r.coverable) over (stretch order by r.day),
        count(*) filter (where r.coverable) over (partition by r.sequence_number order by r.day))::int as place,
      array_remove(array_agg(case when not r.counts then r.freeze_granted_on end)
        over (stretch order by r.day rows between 1 following and unbounded following), null) as used_later
    from run as r
    window stretch as (partition by r.streak)
  ), repairs as materialized (
    select r.sequence_number, (r.asked ->> 'day')::date as day, r.last_freeze_day
    from app_public.journal_entries as r where r.user_id = state.user_id and r.kind = 'repair'
  )
  select p.day, p.mark, p.streak, p.day <= now.ended_through, p.zone, p.day_start_hour, p.rule_version_id, p.marked_at,
    p.sequence_number, p.freeze_granted_on, p.paid_points, e.day, e.zone, e.day_start_hour,
    (select a.reason from app_private.amnesties as a where p.day between a.first_day and a.last_day order by a.id desc limit 1),
    app_rules.otherwise_mark(p.mark,
      p.mark = 'travel' and (app_rules.is_day_without_hours(p.day, p.zone, p.day_start_hour)
        or app_rules.is_day_without_hours(p.day, e.zone, e.day_start_hour)),
      p.day between b.paused_from and b.paused_until,
      now.excused @> p.day,
      -- Freezes had covered the first days of the gap, the repair those after.
      p.mark = 'amnesty' and exists (
        select from repairs as r
        where (r.sequence_number < p.sequence_number or p.sequence_number is null) and p.stretch @> r.day
          and (p.stretch @> r.last_freeze_day and r.last_freeze_day >= p.day) is not true),
      (
        select count(*)::int
        from unnest(case when p.day <= now.ended_through then coalesce(e.freezes, state.freezes) else state.freezes end
          || case when p.counts then '{}' else coalesce(p.used_later, '{}') end) as f(granted_on)
        where f.granted_on < p.day),
      p.place)
  from placed as p
  cross join now
  left join app_public.journal_entries as e on e.user_id = state.user_id and e.sequence_number = p.sequence_number
  left join app_public.journal_entries as b on b.user_id = state.user_id and b.sequence_number = p.sequence_number - 1 and p.counts
  order by p.day;
end;

grant execute on function app_private.run_days to app_user;
comment on function app_private.run_days(app_private.user_states) is
  'The days of a settled state''s last run, live or over, each with all that explains it.';
--! EndIncluded private/run_days.sql
--! Included private/missed_day.sql
create or replace function app_private.missed_day(state app_private.user_states, run app_private.run_day[])
returns app_public.streak_day
language plpgsql stable
as $$
declare
  v_last constant app_private.run_day := run[cardinality(run)];
  v_excused constant datemultirange := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
  v_missed app_private.run_day;
  v_under app_public.journal_entries;
  v_before app_public.journal_entries;
  v_open_until timestamptz;
  v_skipped_by text;
begin
  v_missed.day := v_last.day + 1;
  while app_rules.day_cover(state, v_missed.day, v_excused) is not null loop
    v_missed.day := v_missed.day + 1;
  end loop;
  v_missed.streak := v_last.streak;
  v_missed.ended := true;

  -- The day was missed under the settings of the last entry before the run was found to be over.
  select e.* into v_under from app_public.journal_entries as e
  where e.user_id = state.user_id and e.sequence_number = coalesce((
    select min(o.sequence_number) - 1 from app_public.journal_entries as o
    where o.user_id = state.user_id and o.sequence_number > v_last.sequence_number and o.run_length = 0
  ), state.sequence_number);
  v_missed.zone := v_under.zone;
  v_missed.day_start_hour := v_under.day_start_hour;
  v_open_until := app_private.deadline(v_missed.day, v_missed.zone, v_missed.day_start_hour);
  if v_under.kind = 'settings' and v_under.occurred_at >= v_open_until then
    select e.* into strict v_before from app_public.journal_entries as e
    where e.user_id = state.user_id and e.sequence_number = v_under.sequence_number - 1;
    v_skipped_by := app_rules.settings_words(v_before.zone, v_before.day_start_hour,
      v_under.zone, v_under.day_start_hour);
    v_open_until := v_under.occurred_at;
  end if;

  return row(
    v_missed.day, null, false, v_missed.streak,
    app_rules.missed_why(v_missed.day, v_last.day + 1, v_open_until, v_missed.zone, v_skipped_by,
      (app_private.rules_at(v_open_until)).travel_cover_days, state.freezes,
      case when state.paused_until >= state.last_check_in_day - 1 then state.paused_until end),
    app_rules.run_day_otherwise(v_missed),
    v_missed.zone, v_missed.day_start_hour, null, null, null)::app_public.streak_day;
end
$$;

grant execute on function app_private.missed_day to app_user;
comment on function app_private.missed_day(app_private.user_states, app_private.run_day[]) is
  'The day that ended the last run of a settled state, with until when it could be checked in and why nothing saved it. run: its days.';
--! EndIncluded private/missed_day.sql
--! Included private/streak_explanation.sql
create or replace function app_private.streak_explanation(user_id uuid, at timestamptz)
returns app_public.streak_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_streak constant app_public.streak := (app_private.present(v_state)).streak;
  v_run constant app_private.run_day[] := array(select d from app_private.run_days(v_state) as d);
  v_missed app_public.streak_day;
  v_explanation app_public.streak_explanation;
begin
  v_explanation.days := array(
    select row(d.day, d.mark, d.mark in ('check_in', 'late'), d.streak, app_rules.run_day_why(d), app_rules.run_day_otherwise(d),
      d.zone, d.day_start_hour, d.rule_version_id, d.marked_at, d.sequence_number)::app_public.streak_day
    from unnest(v_run) as d);
  if v_state.check_ins = 0 then
    v_explanation.text := 'Your streak is 0: you have not checked in yet.';
    return v_explanation;
  elsif v_state.run_length > 0 then
    v_explanation.text := app_rules.streak_words(v_streak, v_run, v_state.zone, v_state.points);
  else
    v_missed := app_private.missed_day(v_state, v_run);
    v_explanation.days := v_explanation.days || v_missed;
    v_explanation.text := app_rules.lost_streak_words(v_streak, v_run, v_missed,
      (app_private.rules_at(v_state.last_occurred_at)).repair_within_days, v_state.points);
  end if;
  v_explanation.text := v_explanation.text || (
    select E'\n\n' || string_agg(app_rules.run_day_line(d), E'\n' order by d.day) from unnest(v_run) as d);
  return v_explanation;
end
$$;

grant execute on function app_private.streak_explanation to app_user;
comment on function app_private.streak_explanation(uuid, timestamptz) is 'Why a user''s streak is what it is as of an instant.';
--! EndIncluded private/streak_explanation.sql
--! Included private/entry_title.sql
create or replace function app_private.entry_title(asked jsonb)
returns text
language sql stable parallel safe
begin atomic
  select coalesce(
    (select r.title from app_private.rewards as r where r.id = asked ->> 'reward_id'),
    (select i.title from app_private.items as i where i.id = asked ->> 'item_id'),
    (select a.reason from app_private.amnesties as a where a.id = (asked ->> 'amnesty_id')::int));
end;

grant execute on function app_private.entry_title to app_user;
comment on function app_private.entry_title(jsonb) is
  'The title of the reward or item that a journal entry names, or the reason of its amnesty; null when it names none.';
--! EndIncluded private/entry_title.sql
--! Included private/balance_changes.sql
create or replace function app_private.balance_changes(user_id uuid, balance app_public.balance)
returns setof app_public.balance_entry
language sql stable rows 100
begin atomic
  select e.sequence_number, e.occurred_at, e.day, e.kind,
    app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked)),
    case balance when 'energy' then e.energy_refilled else 0 end::bigint,
    case balance when 'energy' then e.energy_delta else e.points_delta end,
    case balance when 'energy' then e.energy else e.points end
  from app_public.journal_entries as e
  where e.user_id = balance_changes.user_id
    and case balance when 'energy' then e.energy_delta <> 0 or e.energy_refilled <> 0 else e.points_delta <> 0 end
  union all
  -- Amnesties give back points before any command stores it; energy they leave as it is.
  select null, (t.after).last_occurred_at, (t.after).last_day, 'amnesty',
    app_rules.entry_words('amnesty', null, null, null, a.reason),
    0, (t.after).points - (t.settled).points, (t.after).points
  from app_private.user_states as s,
    lateral app_private.amnesty_steps(s) as t
    join app_private.amnesties as a on a.id = t.amnesty_id
  where s.user_id = balance_changes.user_id and balance = 'points' and (t.after).points <> (t.settled).points
  order by 1 desc nulls first, 2 desc;
end;

grant execute on function app_private.balance_changes to app_user;
comment on function app_private.balance_changes(uuid, app_public.balance) is
  'The journal entries that changed a balance of a user, latest first, and what amnesties have given back since.';
--! EndIncluded private/balance_changes.sql
--! Included private/balance_explanation.sql
create or replace function app_private.balance_explanation(
  user_id uuid, balance app_public.balance, last int, at timestamptz
)
returns app_public.balance_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_energy constant app_public.energy := (app_private.present(v_state)).energy;
  v_stored app_private.user_states;
  v_changes app_public.balance_entry[];
  v_of app_public.balance_explanation;
begin
  if (last between 1 and 366) is not true then
    perform app_private.refuse('QT001', 'An explanation lists 1 to 366 entries.',
      'Ask for the last 366 at most; the journal has all of them.');
  end if;
  select s.* into v_stored from app_private.user_states as s where s.user_id = balance_explanation.user_id;
  v_changes := array(select c from app_private.balance_changes(user_id, balance) as c);

  if balance = 'energy' then
    v_of.current := v_state.energy;
    v_of.refilled_since := v_state.energy - coalesce(v_stored.energy, v_state.energy);
    v_of.max := v_energy.max;
    v_of.next_at := v_energy.next_at;
    v_of.full_at := v_energy.full_at;
  else
    v_of.current := v_state.points;
    v_of.refilled_since := 0;
  end if;
  v_of.parts := app_rules.balance_parts(v_changes,
    case when v_stored.user_id is null then v_of.current else 0 end, v_of.refilled_since);
  v_of.entries := v_changes[:last];
  v_of.entry_count := cardinality(v_changes);
  v_of.text := app_rules.balance_words(balance, v_of, v_state.zone) || coalesce((
    select E'\n\n' || string_agg(app_rules.balance_entry_line(v_of.entries[n.k], v_state.zone), E'\n' order by n.k)
    from generate_subscripts(v_of.entries, 1) as n(k)), '');
  return v_of;
end
$$;

grant execute on function app_private.balance_explanation to app_user;
comment on function app_private.balance_explanation(uuid, app_public.balance, int, timestamptz) is
  'Why a balance of a user is what it is as of an instant, with the last entries that changed it, 366 at most.';
--! EndIncluded private/balance_explanation.sql
--! Included private/entry_named.sql
create or replace function app_private.entry_named(user_id uuid, sequence_number bigint)
returns text
language sql stable parallel safe
begin atomic
  select 'entry ' || e.sequence_number || ' ('
    || app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked)) || ')'
  from app_public.journal_entries as e
  where e.user_id = entry_named.user_id and e.sequence_number = entry_named.sequence_number;
end;

grant execute on function app_private.entry_named to app_user;
comment on function app_private.entry_named(uuid, bigint) is 'A journal entry by its number and in words; null when there is none.';
--! EndIncluded private/entry_named.sql
--! Included private/amounts_words.sql
create or replace function app_private.amounts_words(amounts app_public.amounts)
returns text
language sql stable parallel safe
begin atomic
  select coalesce(string_agg(w.words, ', ' order by w.place), 'nothing')
  from (
    select 1 as place, app_rules.counted((amounts).points, 'point') as words where (amounts).points > 0
    union all
    select 2, (amounts).energy || ' energy' where (amounts).energy > 0
    union all
    select 3, (amounts).xp || ' XP' where (amounts).xp > 0
    union all
    select 4, app_rules.counted((amounts).freezes, 'freeze') where (amounts).freezes > 0
    union all
    select 5, i.quantity || ' "' || c.title || '"'
    from unnest((amounts).items) as i join app_private.items as c on c.id = i.item_id
  ) as w;
end;

grant execute on function app_private.amounts_words to app_user;
comment on function app_private.amounts_words(app_public.amounts) is 'Amounts in words: 50 points, 1 freeze, 2 "Coffee".';
--! EndIncluded private/amounts_words.sql
--! Included private/conditions_explained.sql
create or replace function app_private.conditions_explained(reward_id text, state app_private.user_states)
returns app_public.condition_explanation[]
language sql stable parallel safe
begin atomic
  select coalesce(array_agg(
    row(m.id, v.value, c.at_least, greatest(c.at_least - v.value, 0),
      app_rules.condition_words(m.id, m.title, v.value, c.at_least))::app_public.condition_explanation
    order by m.id), '{}')
  from app_private.reward_conditions as c
  join app_private.metrics as m on m.id = c.metric,
    lateral app_rules.metric_value(c.metric, state) as v(value)
  where c.reward_id = conditions_explained.reward_id;
end;

grant execute on function app_private.conditions_explained to app_user;
comment on function app_private.conditions_explained(text, app_private.user_states) is
  'The conditions of a reward, and what is missing to each in a settled state.';
--! EndIncluded private/conditions_explained.sql
--! Included private/unlock_words.sql
create or replace function app_private.unlock_words(
  reward app_private.rewards, explained app_public.reward_explanation, status app_public.reward_status,
  conditions app_public.condition_explanation[], state app_private.user_states
)
returns text
language sql stable parallel safe
begin atomic
  select app_rules.unlocked_words((explained).unlocked, reward.repeats,
      app_private.entry_named(state.user_id, (explained).unlocked_by), conditions, state.zone)
    || ' ' || app_rules.claim_words(status, (explained).unlocked, reward.starts_at, reward.ends_at,
      app_rules.effects_obstacle(state, app_private.rules_at(state.last_occurred_at), reward.gives),
      (explained).claimed, app_private.entry_named(state.user_id, (explained).claimed_by),
      app_private.amounts_words(((explained).claimed).gave),
      (
        select app_private.entry_named(state.user_id, e.sequence_number) from app_public.journal_entries as e
        where e.user_id = state.user_id and e.reverses = (explained).claimed_by
      ), state.last_occurred_at, state.zone);
end;

grant execute on function app_private.unlock_words to app_user;
comment on function app_private.unlock_words(
  app_private.rewards, app_public.reward_explanation, app_public.reward_status, app_public.condition_explanation[], app_private.user_states
) is 'When and by which journal entries an unlock was made and claimed, in words to the user. conditions: those to be named when they no longer hold.';
--! EndIncluded private/unlock_words.sql
--! Included private/reward_explanation.sql
create or replace function app_private.reward_explanation(user_id uuid, reward_id text, at timestamptz)
returns app_public.reward_explanation
language plpgsql stable
as $$
declare
  v_state constant app_private.user_states := app_private.state_as_of(user_id, at);
  v_today constant date := app_rules.engagement_day(
    v_state.last_occurred_at, v_state.zone, v_state.day_start_hour, v_state.last_day);
  v_reward app_private.rewards;
  v_unlock app_private.reward_unlocks;
  v_claim app_private.reward_claims;
  v_remaining bigint;
  v_is_current boolean;
  v_status app_public.reward_status;
  v_of app_public.reward_explanation;
begin
  select r.* into v_reward from app_private.rewards as r where r.id = reward_explanation.reward_id;
  if not found then
    perform app_private.refuse('RW001', format('There is no reward "%s".', left(reward_id, 63)),
      'Take the reward id from me.rewards.');
  end if;
  v_of.reward_id := v_reward.id;
  v_of.title := v_reward.title;
  v_of.enabled := v_reward.enabled;
  v_of.period_key := app_rules.period_key(v_reward.repeats, v_today, v_state.run_started_on);
  v_of.conditions := app_private.conditions_explained(v_reward.id, v_state);
  if app_rules.takes_stock(v_state, v_reward) then
    v_remaining := (select coalesce(sum(s.remaining), 0) from app_private.reward_stock as s where s.reward_id = v_reward.id);
  end if;

  -- The current period's unlock, or else the latest.
  select u.* into v_unlock from app_private.reward_unlocks as u
  where u.user_id = reward_explanation.user_id and u.reward_id = v_reward.id
  order by u.period_key is not distinct from v_of.period_key desc, u.unlocked_at desc, u.sequence_number desc limit 1;
  v_is_current := found and v_unlock.period_key is not distinct from v_of.period_key;
  if not v_is_current then
    v_of.status := app_rules.reward_status(null, null, null, v_reward.starts_at, v_reward.ends_at, v_remaining,
      v_state.last_occurred_at);
    v_of.text := app_rules.locked_words(v_reward.title, v_reward.repeats, v_of.period_key, v_reward.enabled,
      v_reward.starts_at, v_reward.ends_at, v_remaining, v_of.conditions, v_state.last_occurred_at, v_state.zone);
  end if;
  if v_unlock.user_id is null then
    return v_of;
  end if;

  select c.* into v_claim from app_private.reward_claims as c
  where c.user_id = v_unlock.user_id and c.reward_id = v_unlock.reward_id and c.period_key = v_unlock.period_key;
  v_status := app_rules.reward_status(v_unlock.unlocked_at, v_unlock.claimable_until, v_claim.claimed_at,
    v_reward.starts_at, v_reward.ends_at, v_remaining, v_state.last_occurred_at);
  v_of.status := coalesce(v_of.status, v_status);
  v_of.unlocked := row(v_reward.id, v_reward.title, v_unlock.period_key, v_unlock.unlocked_at,
    v_unlock.claimable_until, v_unlock.rule_version_id)::app_public.unlocked_reward;
  v_of.unlocked_by := v_unlock.sequence_number;
  if v_claim.user_id is not null then
    v_of.claimed := row(v_reward.id, v_reward.title, v_claim.period_key, v_claim.claimed_at, v_claim.automatic,
      app_private.given_by(user_id, v_claim.sequence_number), v_claim.rule_version_id)::app_public.claimed_reward;
    v_of.claimed_by := v_claim.sequence_number;
  end if;
  v_of.text := concat_ws(' ', v_of.text || ' Earlier:',
    app_private.unlock_words(v_reward, v_of, v_status, case when v_is_current then v_of.conditions else '{}' end, v_state));
  return v_of;
end
$$;

grant execute on function app_private.reward_explanation to app_user;
comment on function app_private.reward_explanation(uuid, text, timestamptz) is
  'Why a reward is not unlocked for a user as of an instant or, if it is, when and by which journal entry, and what became of it.';
--! EndIncluded private/reward_explanation.sql

--! Included api/me_rewards.sql
-- Invoker: row-level security decides what is read. One statement and one pass over each table, whatever the number of rewards.
create or replace function app_public.me_rewards(me app_public.me)
returns setof app_public.reward_for_me
language sql stable rows 20
begin atomic
  with now as (
    select (me.state).as_of as at
  ), mine as (
    select u.reward_id, u.period_key, u.unlocked_at, u.claimable_until, u.rule_version_id, u.sequence_number, c.claimed_at
    from app_private.reward_unlocks as u
    left join app_private.reward_claims as c
      on c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key
    where u.user_id = me.user_id
  ), unclaimed as (
    select r.id as reward_id, array_agg(
      row(r.id, r.title, o.period_key, o.unlocked_at, o.claimable_until, o.rule_version_id)::app_public.unlocked_reward
      order by o.unlocked_at, o.sequence_number) as list
    from mine as o join app_private.rewards as r on r.id = o.reward_id, now
    where o.claimed_at is null
      and (o.claimable_until > now.at or o.claimable_until is null)
      and (r.ends_at > now.at or r.ends_at is null)
    group by r.id
  ), progress as (
    select k.reward_id, array_agg(
      row(m.id, m.title, v.value, k.at_least, v.value >= k.at_least)::app_public.metric_progress order by m.id) as list
    from now,
      lateral app_private.state_as_of(me.user_id, now.at) as s,
      app_private.reward_conditions as k
      join app_private.metrics as m on m.id = k.metric,
      lateral app_rules.metric_value(k.metric, s) as v(value)
    group by k.reward_id
  ), stock as (
    select t.reward_id, sum(t.remaining) as remaining from app_private.reward_stock as t group by t.reward_id
  )
  select r.id, r.title, r.description,
    app_rules.reward_status(u.unlocked_at, u.claimable_until, u.claimed_at, r.starts_at, r.ends_at,
      case when (me.state).clock_ahead_hours is null then left_over.remaining end, now.at),
    coalesce(progress.list, '{}'),
    r.gives::app_public.effects,
    r.repeats, p.key, r.auto_claim, r.starts_at, r.ends_at,
    left_over.remaining,
    u.unlocked_at, u.claimable_until, u.claimed_at,
    coalesce(unclaimed.list, '{}')
  from now,
    app_private.rewards as r
    cross join lateral app_rules.period_key(r.repeats, (me.state).today, ((me.state).streak).started_on) as p(key)
    left join mine as u on u.reward_id = r.id and u.period_key = p.key
    left join progress on progress.reward_id = r.id
    left join stock on stock.reward_id = r.id
    cross join lateral (select case when r.stock is not null then coalesce(stock.remaining, 0) end as remaining) as left_over
    left join unclaimed on unclaimed.reward_id = r.id
  where r.enabled or u.unlocked_at is not null or unclaimed.list is not null
  order by r.priority, r.id;
end;

grant execute on function app_public.me_rewards to app_user;
comment on function app_public.me_rewards(app_public.me) is
  E'@behavior -queryField +list -connection\n@notNull\nEvery reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
--! EndIncluded api/me_rewards.sql
--! Included api/me_explain_streak.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_streak(me app_public.me)
returns app_public.streak_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.streak_explanation(me.user_id, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_streak to app_user;
comment on function app_public.me_explain_streak(app_public.me) is
  E'@behavior -queryField\n@notNull\nWhy the streak is what it is: each day of the run, its mark, why, and what would have happened otherwise. Without a live run, of the last one, and of the missed day that ended it.';
--! EndIncluded api/me_explain_streak.sql
--! Included api/me_explain_balance.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_balance(me app_public.me, balance app_public.balance, last int default 50)
returns app_public.balance_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.balance_explanation(me.user_id, balance, last, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_balance to app_user;
comment on function app_public.me_explain_balance(app_public.me, app_public.balance, int) is
  E'@behavior -queryField\n@notNull\nWhy there are so many points or so much energy: what was added and what was taken, which adds up to the balance, and the last entries that changed it (by default 50, at most 366).\n\nErrors: INVALID_AMOUNT.';
--! EndIncluded api/me_explain_balance.sql
--! Included api/me_explain_reward.sql
-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_reward(me app_public.me, reward_id text)
returns app_public.reward_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.reward_explanation(me.user_id, reward_id, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_reward to app_user;
comment on function app_public.me_explain_reward(app_public.me, text) is
  E'@behavior -queryField\n@notNull\nWhy a reward is not unlocked or, if it is, when and by which journal entry, and what became of it.\n\nErrors: UNKNOWN_REWARD.';
--! EndIncluded api/me_explain_reward.sql
--! Included ops/explain_streak.sql
create or replace function app_private.explain_streak(user_id uuid)
returns setof app_public.streak_day
language sql stable rows 30
begin atomic
  select d.* from unnest((app_private.streak_explanation(user_id, null)).days) as d;
end;

comment on function app_private.explain_streak(uuid) is
  'The days of a user''s live or last run, each with its mark, why, and what would have happened otherwise. In words to the user: (streak_explanation(user_id, clock())).text.';
--! EndIncluded ops/explain_streak.sql
--! Included ops/explain_balance.sql
create or replace function app_private.explain_balance(user_id uuid, balance app_public.balance, last int default 50)
returns app_public.balance_explanation
language plpgsql stable
as $$
begin
  return app_private.balance_explanation(user_id, balance, last, null);
end
$$;

comment on function app_private.explain_balance(uuid, app_public.balance, int) is
  'Why a user has so many points or so much energy, and the last entries that changed it, 366 at most.';
--! EndIncluded ops/explain_balance.sql
--! Included ops/explain_reward.sql
create or replace function app_private.explain_reward(user_id uuid, reward_id text)
returns app_public.reward_explanation
language plpgsql stable
as $$
begin
  return app_private.reward_explanation(user_id, reward_id, null);
end
$$;

comment on function app_private.explain_reward(uuid, text) is
  'Why a user has not unlocked a reward or, if they have, when and by which journal entry.';
--! EndIncluded ops/explain_reward.sql
