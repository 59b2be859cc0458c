--! Previous: sha1:c6b8dd07b1d9648a86663c9ecc7b4ea825b41c08
--! Hash: sha1:dc845ec17cc69a13020e760ae9c9e74829b318f3
--! Message: pause, repair, amnesty

-- The calendar nobody can break: pause, repair, amnesty, days without hours.

alter type app_public.journal_kind add value 'pause';
alter type app_public.journal_kind add value 'repair';
alter type app_public.journal_kind add value 'amnesty';
comment on type app_public.journal_kind is 'The command that a journal entry records. AMNESTY is an operator''s; it is stored at the user''s next command, dated when it took effect.';

--! Included types/streak_repair.sql
create type app_public.streak_repair as (day date, missed_days int, points bigint, until date, current int);
comment on type app_public.streak_repair is 'A run that was lost and can be repaired.';
comment on column app_public.streak_repair.day is E'@notNull\nThe last missed day: what repairStreak takes.';
comment on column app_public.streak_repair.missed_days is E'@notNull\nHow many days were missed.';
comment on column app_public.streak_repair.points is E'@notNull\nWhat the repair of all of them costs.';
comment on column app_public.streak_repair.until is E'@notNull\nThe last day on which it can be repaired.';
comment on column app_public.streak_repair.current is E'@notNull\nWhat the current streak would be after it.';
--! EndIncluded types/streak_repair.sql
alter type app_public.streak add attribute paused_from date;
alter type app_public.streak add attribute paused_until date;
alter type app_public.streak add attribute repair app_public.streak_repair;
comment on column app_public.streak.expires_at is
  'When the run ends if nobody does anything, freezes and grace counted. Null without a live run, and on a day under a pause.';
comment on column app_public.streak.paused_from is 'The first day of the pause that is open or to come; null without one.';
comment on column app_public.streak.paused_until is 'The last day of the pause that is open or to come; a check-in on one of its days ends it.';
comment on column app_public.streak.repair is 'The latest lost run, while it can still be repaired; null when there is nothing to repair.';
comment on column app_public.calendar_day.marked_at is 'When it was marked; null for a mark that the next command will store.';

alter table app_private.rule_versions
  drop constraint pause_max_days_is_not_negative,
  drop constraint repair_within_days_is_not_negative,
  drop constraint repair_points_is_not_negative,
  add constraint pause_max_days_is_within_limits check (pause_max_days between 0 and 366),
  add constraint repair_within_days_is_within_limits check (repair_within_days between 0 and 366),
  add constraint repair_points_is_within_limits check (repair_points between 0 and 1000000000);

alter table app_private.user_states
  add column paused_from date,
  add column paused_until date,
  add column last_amnesty_id int not null default 0,
  add constraint a_pause_has_a_first_and_a_last_day check (
    num_nulls(paused_from, paused_until) = 2 or coalesce(paused_from <= paused_until, false));
comment on column app_private.user_states.paused_from is 'The first day of the latest pause; null when there was none, or a check-in on that day undid it.';
comment on column app_private.user_states.paused_until is 'The last day of the latest pause; a check-in ends it the day before.';
comment on column app_private.user_states.last_amnesty_id is 'The latest amnesty that has taken effect on this state; 0 before the first.';

alter table app_public.journal_entries
  add column paused_from date,
  add column paused_until date,
  add column last_amnesty_id int not null default 0;
comment on column app_public.journal_entries.paused_from is 'The first day of the latest pause, after the entry.';
comment on column app_public.journal_entries.paused_until is 'The last day of the latest pause, after the entry.';
comment on column app_public.journal_entries.last_amnesty_id is 'The latest amnesty that had taken effect; 0 before the first.';

alter table app_private.day_marks
  add column freeze_granted_on date,
  add column paid_points bigint;
-- An entry used the oldest freezes of the entry before it, in the order of days.
update app_private.day_marks as m
set freeze_granted_on = e.freezes[f.place]
from (
  select d.user_id, d.day, d.sequence_number,
    row_number() over (partition by d.user_id, d.sequence_number order by d.day) as place
  from app_private.day_marks as d where d.mark = 'freeze'
) as f
join app_public.journal_entries as e on e.user_id = f.user_id and e.sequence_number = f.sequence_number - 1
where m.user_id = f.user_id and m.day = f.day;
alter table app_private.day_marks
  add constraint a_freeze_has_its_day_of_grant check ((mark = 'freeze') = (freeze_granted_on is not null)),
  add constraint a_freeze_is_older_than_the_day_it_covers check (freeze_granted_on < day),
  add constraint a_repair_has_its_price check ((mark = 'repair') = (paid_points is not null)),
  add constraint paid_points_are_not_negative check (paid_points >= 0);
comment on column app_private.day_marks.freeze_granted_on is 'The day of grant of the freeze that covers the day.';
comment on column app_private.day_marks.paid_points is 'What its repair cost.';

-- What takes other arguments now, or is gone.
drop function app_rules.streak_shown(app_private.user_states, app_private.rule_versions, date, timestamptz);
drop function app_rules.streak_status(int, int, date, date, date, date);
drop function app_rules.run_dies_on(date[], date);
drop function app_rules.freezes_used(date[], date, date);
drop function app_rules.settle_streak(app_private.user_states, date);
drop function app_rules.travel_days(app_private.user_states, date, date, int);
drop function app_rules.day_reason(app_public.mark, date, date, date, date);
drop function app_private.mark_freezes(app_private.user_states, app_private.user_states, int);
drop function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_public.journal_kind, date, jsonb);

--! Included types/pause_streak_result.sql
create type app_public.pause_streak_result as (
  state app_public.state,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[]
);
comment on type app_public.pause_streak_result is
  'The state with the pause, and what settling up to now unlocked. A repeat changes nothing more.';
comment on column app_public.pause_streak_result.state is E'@notNull\nThe state as of now.';
comment on column app_public.pause_streak_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.pause_streak_result.claimed is E'@notNull\nRewards that it claimed automatically.';
--! EndIncluded types/pause_streak_result.sql
--! Included types/repair_streak_result.sql
create type app_public.repair_streak_result as (
  days date[],
  points bigint,
  already_repaired boolean,
  unlocked app_public.unlocked_reward[],
  claimed app_public.claimed_reward[],
  state app_public.state
);
comment on type app_public.repair_streak_result is
  'A repair, all that it changed, and the state as of now. A repeat gives the first call''s answer again, with the state as it is then.';
comment on column app_public.repair_streak_result.days is E'@notNull\nThe missed days that it repaired.';
comment on column app_public.repair_streak_result.points is E'@notNull\nThe points that were paid.';
comment on column app_public.repair_streak_result.already_repaired is E'@notNull\nTrue when an earlier call had repaired this day.';
comment on column app_public.repair_streak_result.unlocked is E'@notNull\nRewards that it unlocked.';
comment on column app_public.repair_streak_result.claimed is E'@notNull\nRewards that it claimed automatically.';
comment on column app_public.repair_streak_result.state is E'@notNull\nThe state as of now.';
--! EndIncluded types/repair_streak_result.sql
--! Included types/amnesty.sql
create type app_public.amnesty as (
  amnesty_id int, first_day date, last_day date, reason text, declared_at timestamptz, already_declared boolean
);
comment on type app_public.amnesty is 'Days on which nobody is held to have missed.';
comment on column app_public.amnesty.amnesty_id is E'@notNull\nIts number.';
comment on column app_public.amnesty.first_day is E'@notNull\nThe first of its days.';
comment on column app_public.amnesty.last_day is E'@notNull\nThe last of its days.';
comment on column app_public.amnesty.reason is E'@notNull\nWhat users read in their calendar.';
comment on column app_public.amnesty.declared_at is E'@notNull\nWhen it was declared.';
comment on column app_public.amnesty.already_declared is E'@notNull\nTrue when an earlier call had declared it.';
--! EndIncluded types/amnesty.sql
--! Included types/amnesty_effect.sql
create type app_public.amnesty_effect as (
  user_id uuid, streak_before int, streak_after int, longest_before int, longest_after int,
  freezes_returned int, points_returned bigint, days int
);
comment on type app_public.amnesty_effect is 'What an amnesty changes for one user.';
comment on column app_public.amnesty_effect.user_id is E'@notNull\nWho.';
comment on column app_public.amnesty_effect.streak_before is E'@notNull\nThe current streak without it.';
comment on column app_public.amnesty_effect.streak_after is E'@notNull\nThe current streak with it.';
comment on column app_public.amnesty_effect.longest_before is E'@notNull\nThe longest streak without it.';
comment on column app_public.amnesty_effect.longest_after is E'@notNull\nThe longest streak with it.';
comment on column app_public.amnesty_effect.freezes_returned is E'@notNull\nFreezes that come back.';
comment on column app_public.amnesty_effect.points_returned is E'@notNull\nPoints, paid for repairs, that come back.';
comment on column app_public.amnesty_effect.days is E'@notNull\nDays of the calendar that get another mark.';
--! EndIncluded types/amnesty_effect.sql
--! Included types/amnesty_preview.sql
create type app_public.amnesty_preview as (
  users int, runs_restored int, freezes_returned bigint, points_returned bigint,
  most_affected app_public.amnesty_effect[]
);
comment on type app_public.amnesty_preview is 'What an amnesty would change, were it declared now.';
comment on column app_public.amnesty_preview.users is E'@notNull\nUsers for whom anything would change.';
comment on column app_public.amnesty_preview.runs_restored is E'@notNull\nUsers whose current streak would be longer.';
comment on column app_public.amnesty_preview.freezes_returned is E'@notNull\nFreezes that would come back.';
comment on column app_public.amnesty_preview.points_returned is E'@notNull\nPoints, paid for repairs, that would come back.';
comment on column app_public.amnesty_preview.most_affected is E'@notNull\nThe twenty users whose streak would gain most.';
--! EndIncluded types/amnesty_preview.sql
--! Included types/marked_day.sql
create type app_private.marked_day as (day date, mark app_public.mark, freeze_granted_on date, paid_points bigint);
comment on type app_private.marked_day is
  'A day of the calendar to a rule: its mark, the day of grant of the freeze that covers it, and what its repair cost.';
--! EndIncluded types/marked_day.sql
--! Included rules/is_day_without_hours.sql
-- Apia went from 2011-12-29 to 2011-12-31: nobody can miss the day between. Asked of each missed day, so a cheap
-- question comes first: PostgreSQL reads a skipped start of a day as no earlier than the next one.
create or replace function app_rules.is_day_without_hours(day date, zone text, day_start_hour int)
returns boolean
language sql immutable parallel safe
return case
  when (day + make_interval(hours => day_start_hour)) at time zone zone
    < (day + 1 + make_interval(hours => day_start_hour)) at time zone zone then false
  else app_rules.local_day(app_rules.day_end(day - 1, zone, day_start_hour), zone, day_start_hour) > day
end;

comment on function app_rules.is_day_without_hours(date, text, int) is
  'Whether a zone''s clock skips a whole day of the calendar.';
--! EndIncluded rules/is_day_without_hours.sql
--! Included rules/freezes_after_grant.sql
-- Kept in the order of grant, since the oldest is used first.
create or replace function app_rules.freezes_after_grant(freezes date[], granted_on date, amount int)
returns date[]
language plpgsql immutable parallel safe
as $$
begin
  if amount = 0 then
    return freezes;
  elsif num_nulls(freezes, granted_on, amount) > 0 then
    return null;
  end if;
  return array(
    select f.granted_on
    from unnest(freezes || array_fill(granted_on, array[amount])) as f(granted_on)
    order by f.granted_on
  );
end
$$;

comment on function app_rules.freezes_after_grant(date[], date, int) is
  'The freezes held (days of grant, oldest first) after some more were granted on a day. The caller has checked the maximum.';
--! EndIncluded rules/freezes_after_grant.sql
--! Included rules/day_reason.sql
-- The reason of an amnesty is named once, so that the planner looks for one only on days that need it.
create or replace function app_rules.day_reason(
  mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text
)
returns text
language sql immutable parallel safe
return case when num_nulls(day, today) = 0 then coalesce(
  'Excused by an amnesty: ' || case
    when mark = 'amnesty' or mark is null and (day > today and paused is not true or day between joined_on and least(today, late_from) - 1)
    then amnesty
  end,
  case
    when mark = 'check_in' then 'Checked in.'
    when mark = 'late' then 'Checked in late, within the grace.'
    when mark = 'freeze' then 'Missed; a freeze saved the streak.'
    when mark = 'pause' then 'Paused.'
    when mark = 'amnesty' then 'Excused by an amnesty.'
    when mark = 'travel' then 'Skipped by a change of zone or day start.'
    when mark = 'repair' then 'Missed, and repaired.'
    when day > today and paused then 'To be paused.'
    when day > today then 'Not yet come.'
    when day = today and paused then 'Paused; a check-in ends the pause.'
    when day = today then 'Open: no check-in yet.'
    when day >= late_from then 'Open: a late check-in is still possible.'
    when joined_on is null or day < joined_on then 'Before the user joined.'
    else 'Missed.'
  end
) end;

comment on function app_rules.day_reason(app_public.mark, date, date, date, date, boolean, text) is
  'Why a day of the calendar is marked as it is, in words. late_from: the first day that can be checked in late; paused: a live run''s pause is on the day; amnesty: the reason of one that names the day.';
--! EndIncluded rules/day_reason.sql
--! Included tables/amnesties.sql
-- One row is all that an amnesty writes: each user's state takes it in when it is next read or locked (amnesty_steps).
create table app_private.amnesties (
  id int primary key constraint id_is_positive check (id > 0),
  first_day date not null,
  last_day date not null,
  reason text not null constraint reason_is_short check (length(reason) between 1 and 200),
  declared_at timestamptz not null,
  declared_by uuid not null,
  constraint days_are_excused_once unique (first_day, last_day),
  constraint an_amnesty_is_at_most_31_days check (last_day - first_day between 0 and 30)
);

alter table app_private.amnesties enable row level security;
create policy everybody_reads on app_private.amnesties for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.amnesties to app_anonymous, app_user, app_operator;
-- What has taken effect on some states cannot be unsaid.
revoke update, delete, truncate on app_private.amnesties from current_user;

comment on table app_private.amnesties is
  'Days on which nobody is held to have missed. Never edited: a state takes each in once, in the order of id.';
comment on column app_private.amnesties.reason is 'What users read in their calendar.';
comment on column app_private.amnesties.declared_by is 'The operator''s user id.';
--! EndIncluded tables/amnesties.sql
--! Included rules/starting_state.sql
create or replace function app_rules.starting_state(
  user_id uuid, rules app_private.rule_versions, at timestamptz, zone text, day_start_hour int
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_state app_private.user_states;
begin
  v_state.user_id := user_id;
  v_state.sequence_number := 0;
  v_state.last_occurred_at := at;
  v_state.rule_version_id := rules.id;
  v_state.zone := zone;
  v_state.day_start_hour := day_start_hour;
  v_state.check_ins := 0;
  v_state.run_length := 0;
  v_state.longest_streak := 0;
  v_state.freezes := app_rules.freezes_after_grant(
    '{}', app_rules.local_day(at, zone, day_start_hour), rules.freezes_start);
  v_state.energy := rules.energy_start;
  v_state.energy_anchor := at;
  v_state.xp := 0;
  v_state.level := 1;
  v_state.points := 0;
  v_state.lifetime_points := 0;
  v_state.inventory := '{}';
  v_state.last_amnesty_id := 0;
  return v_state;
end
$$;

comment on function app_rules.starting_state(uuid, app_private.rule_versions, timestamptz, text, int) is
  'What a user starts with, before the first journal entry.';
--! EndIncluded rules/starting_state.sql
--! Included rules/day_cover.sql
create or replace function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange)
returns app_public.mark
language sql immutable parallel safe
return case
  when day between state.paused_from and state.paused_until then 'pause'
  when excused @> day then 'amnesty'
  when app_rules.is_day_without_hours(day, state.zone, state.day_start_hour) then 'travel'
end::app_public.mark;

comment on function app_rules.day_cover(app_private.user_states, date, datemultirange) is
  'The mark that bridges an unmarked day without a freeze: a pause, an amnesty (excused: their days), a day that never was; null when none does.';
--! EndIncluded rules/day_cover.sql
--! Included rules/bridged_days.sql
-- The walk through missed days, oldest first; everything that settles, foresees or restores a run is made of it.
create or replace function app_rules.bridged_days(state app_private.user_states, through date, excused datemultirange)
returns setof app_private.marked_day
language plpgsql immutable parallel safe rows 3
as $$
declare
  v_day app_private.marked_day;
  v_freezes_used int := 0;
begin
  if state.run_length = 0 then
    return;
  end if;
  v_day.day := state.last_marked_day + 1;
  while v_day.day <= through loop
    v_day.mark := app_rules.day_cover(state, v_day.day, excused);
    v_day.freeze_granted_on := null;
    if v_day.mark is null and state.freezes[v_freezes_used + 1] < v_day.day then
      v_freezes_used := v_freezes_used + 1;
      v_day.mark := 'freeze';
      v_day.freeze_granted_on := state.freezes[v_freezes_used];
    end if;
    return next v_day;
    exit when v_day.mark is null;
    v_day.day := v_day.day + 1;
  end loop;
end
$$;

comment on function app_rules.bridged_days(app_private.user_states, date, datemultirange) is
  'The unmarked days of a live run through a day, each with what bridges it: a pause, an amnesty (excused: their days) or the oldest freeze granted before it. Ends with the day that ends the run, if one does: it has no mark.';
--! EndIncluded rules/bridged_days.sql
--! Included rules/settle_streak.sql
create or replace function app_rules.settle_streak(
  state app_private.user_states, ended_through date, excused datemultirange
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_day app_private.marked_day;
begin
  for v_day in select d.* from app_rules.bridged_days(state, ended_through, excused) as d loop
    if v_day.mark is null then
      v_settled.run_length := 0;
      v_settled.run_started_on := null;
    else
      v_settled.last_marked_day := v_day.day;
    end if;
    if v_day.mark = 'freeze' then
      v_settled.last_freeze_day := v_day.day;
      v_settled.freezes := v_settled.freezes[2:];
    end if;
  end loop;
  return v_settled;
end
$$;

comment on function app_rules.settle_streak(app_private.user_states, date, datemultirange) is
  'The state once every day through ended_through has ended: missed days are bridged (excused: the days of amnesties), or end the run.';
--! EndIncluded rules/settle_streak.sql
--! Included rules/run_dies_on.sql
create or replace function app_rules.run_dies_on(state app_private.user_states, excused datemultirange)
returns date
language sql immutable parallel safe
begin atomic
  select d.day from app_rules.bridged_days(state, 'infinity', excused) as d where d.mark is null;
end;

comment on function app_rules.run_dies_on(app_private.user_states, datemultirange) is
  'The day that will be missed if the user does nothing: the first one that nothing bridges. Null without a live run.';
--! EndIncluded rules/run_dies_on.sql
--! Included rules/missed_through.sql
create or replace function app_rules.missed_through(state app_private.user_states, ended_through date)
returns date
language sql immutable parallel safe
return case when state.run_length > 0 then state.last_marked_day
  else greatest(ended_through, state.last_marked_day + 1) end;

comment on function app_rules.missed_through(app_private.user_states, date) is
  'The last day of the gap at the end of a settled state''s calendar, whichever way the user has travelled since; the last marked day when the run is alive and there is none.';
--! EndIncluded rules/missed_through.sql
--! Included rules/calendar_with.sql
create or replace function app_rules.calendar_with(calendar app_private.marked_day[], marks app_private.marked_day[])
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
begin
  if cardinality(marks) = 0 then
    return calendar;
  elsif cardinality(calendar) = 0 then
    return marks;
  end if;
  return array(
    select row(d.day, d.mark, d.freeze_granted_on, d.paid_points)::app_private.marked_day
    from (
      select distinct on (c.day) c.*
      from (
        select 1 as place, m.* from unnest(marks) as m
        union all
        select 2, m.* from unnest(calendar) as m
      ) as c
      order by c.day, c.place
    ) as d
    order by d.day
  );
end
$$;

comment on function app_rules.calendar_with(app_private.marked_day[], app_private.marked_day[]) is
  'A calendar with some days marked anew, oldest first.';
--! EndIncluded rules/calendar_with.sql
--! Included rules/after_marks.sql
create or replace function app_rules.after_marks(
  state app_private.user_states, calendar app_private.marked_day[], missed_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
  v_run record;
begin
  for v_run in
    select max(d.day) as last_day,
      count(*) filter (where d.mark in ('check_in', 'late')) as length,
      min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on
    from (select c.*, c.day - row_number() over (order by c.day)::int as block from unnest(calendar) as c) as d
    group by d.block
    order by d.block
  loop
    v_after.last_marked_day := v_run.last_day;
    v_after.run_length := v_run.length;
    v_after.run_started_on := v_run.started_on;
    v_after.longest_streak := greatest(v_after.longest_streak, v_run.length);
  end loop;
  if v_after.last_marked_day < missed_through then
    v_after.run_length := 0;
    v_after.run_started_on := null;
  end if;
  v_after.last_freeze_day := (select max(c.day) from unnest(calendar) as c where c.mark = 'freeze');
  return v_after;
end
$$;

comment on function app_rules.after_marks(app_private.user_states, app_private.marked_day[], date) is
  'The state with its streak counted anew from the whole calendar: a run is a block of marked days without a gap, and the last one is alive unless a day through missed_through is missed.';
--! EndIncluded rules/after_marks.sql
--! Included rules/amnesty_marks.sql
-- All or nothing: a gap that cannot be closed takes no freeze, and freezes in hand are not touched, so that
-- an amnesty takes nothing from anybody.
create or replace function app_rules.amnesty_marks(
  state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange
)
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
declare
  v_marks app_private.marked_day[] := '{}';
  v_gap app_private.user_states := state;
  v_closed app_private.marked_day[];
  v_day app_private.marked_day;
begin
  v_gap.run_length := 1;
  v_gap.freezes := '{}';
  v_gap.last_marked_day := null;
  foreach v_day in array calendar || row(missed_through + 1, null, null, null)::app_private.marked_day loop
    if v_gap.last_marked_day < v_day.day - 1 then
      v_closed := array(select d from app_rules.bridged_days(v_gap, v_day.day - 1, excused) as d);
      if v_closed[cardinality(v_closed)].mark is not null then
        v_marks := v_marks || v_closed;
        v_gap.freezes := v_gap.freezes[1 + (select count(*) from unnest(v_closed) as c where c.mark = 'freeze') :];
      end if;
    end if;
    if v_day.mark in ('freeze', 'repair') and excused @> v_day.day then
      v_marks := v_marks || row(v_day.day, 'amnesty', null, null)::app_private.marked_day;
      v_gap.freezes := app_rules.freezes_after_grant(v_gap.freezes, v_day.freeze_granted_on, (v_day.mark = 'freeze')::int);
    end if;
    v_gap.last_marked_day := v_day.day;
  end loop;
  return v_marks;
end
$$;

comment on function app_rules.amnesty_marks(app_private.user_states, app_private.marked_day[], date, datemultirange) is
  'The days of a settled calendar that amnesties (excused: their days) mark anew: days that a freeze or a repair had covered, and gaps that these days, and the freezes they set free, close altogether.';
--! EndIncluded rules/amnesty_marks.sql
--! Included rules/after_amnesty.sql
create or replace function app_rules.after_amnesty(
  state app_private.user_states, rules app_private.rule_versions, calendar app_private.marked_day[],
  marks app_private.marked_day[], missed_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states :=
    app_rules.after_marks(state, app_rules.calendar_with(calendar, marks), missed_through);
begin
  v_after.freezes := array(
    select f.granted_on
    from (
      select h.granted_on from unnest(state.freezes) as h(granted_on)
      union all
      (
        select r.granted_on
        from (
          select c.freeze_granted_on as granted_on
          from unnest(calendar) as c join unnest(marks) as m on m.day = c.day
          where c.mark = 'freeze'
          except all
          select m.freeze_granted_on from unnest(marks) as m where m.mark = 'freeze'
        ) as r
        order by r.granted_on
        limit greatest(rules.freezes_max - cardinality(state.freezes), 0)
      )
    ) as f
    order by f.granted_on
  );
  v_after.points := state.points + (
    select coalesce(sum(c.paid_points), 0)
    from unnest(calendar) as c join unnest(marks) as m on m.day = c.day
    where c.mark = 'repair');
  return v_after;
end
$$;

comment on function app_rules.after_amnesty(
  app_private.user_states, app_private.rule_versions, app_private.marked_day[], app_private.marked_day[], date
) is 'The settled state once an amnesty has marked days of its calendar anew: the streak is counted again, and freezes (up to the maximum) and points spent on those days come back.';
--! EndIncluded rules/after_amnesty.sql
--! Included rules/repair_marks.sql
create or replace function app_rules.repair_marks(
  state app_private.user_states, calendar app_private.marked_day[], day date, missed_through date,
  excused datemultirange, repair_points bigint
)
returns app_private.marked_day[]
language sql immutable parallel safe
return array(
  select row(d.day, coalesce(d.cover, 'repair'), null, case when d.cover is null then repair_points end)::app_private.marked_day
  from (
    select max(c.day) filter (where c.day < repair_marks.day) as before,
      coalesce(min(c.day) filter (where c.day >= repair_marks.day), missed_through + 1) as after
    from unnest(calendar) as c
  ) as gap,
    generate_series(1, gap.after - gap.before - 1) as n(k),
    lateral (
      select gap.before + n.k as day, app_rules.day_cover(state, gap.before + n.k, excused) as cover
    ) as d
  where gap.after > repair_marks.day
  order by d.day
);

comment on function app_rules.repair_marks(
  app_private.user_states, app_private.marked_day[], date, date, datemultirange, bigint
) is 'The gap of a settled calendar that a day lies in, as a repair marks it: REPAIR, and its price, on each missed day; what a pause or an amnesty (excused: their days) covers is free. Empty when the day is in no gap.';
--! EndIncluded rules/repair_marks.sql
--! Included rules/after_repair.sql
create or replace function app_rules.after_repair(
  state app_private.user_states, calendar app_private.marked_day[], marks app_private.marked_day[], missed_through date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states :=
    app_rules.after_marks(state, app_rules.calendar_with(calendar, marks), missed_through);
begin
  v_after.points := state.points - (select coalesce(sum(m.paid_points), 0) from unnest(marks) as m);
  return v_after;
end
$$;

comment on function app_rules.after_repair(
  app_private.user_states, app_private.marked_day[], app_private.marked_day[], date
) is 'The settled state after a gap was repaired: paid for, and the streak counted again. The caller has checked the points.';
--! EndIncluded rules/after_repair.sql
--! Included rules/pause_starts_on.sql
create or replace function app_rules.pause_starts_on(state app_private.user_states)
returns date
language sql immutable parallel safe
return case
  when coalesce(state.paused_from <= state.last_check_in_day, true) then state.last_day + 1
  when state.paused_until >= state.last_day then state.paused_from
end;

comment on function app_rules.pause_starts_on(app_private.user_states) is
  'The first day of a pause that a settled state is to have: tomorrow, or that of the pause which is open. Null when one was over without a check-in since.';
--! EndIncluded rules/pause_starts_on.sql
--! Included rules/after_pause.sql
create or replace function app_rules.after_pause(state app_private.user_states, paused_from date, paused_until date)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  v_after.paused_from := after_pause.paused_from;
  v_after.paused_until := after_pause.paused_until;
  return v_after;
end
$$;

comment on function app_rules.after_pause(app_private.user_states, date, date) is
  'The settled state with a pause. The caller has checked its days.';
--! EndIncluded rules/after_pause.sql
--! Included rules/skipped_days.sql
-- A day is skipped when it was open before the change and no longer is after it. The cover holds
-- for all days of one change, and once in travel_cover_days, counted from the last skipped day.
create or replace function app_rules.skipped_days(
  state app_private.user_states, open_from date, excused datemultirange, travel_cover_days int
)
returns app_private.marked_day[]
language sql immutable parallel safe
return (
  select case
    when count(*) = 0 then '{}'
    when open_from - 1 - state.last_travel_day < travel_cover_days and bool_or(d.cover is null) then '{}'
    else array_agg(row(d.day, coalesce(d.cover, 'travel'), null, null)::app_private.marked_day order by d.day)
  end
  from generate_series(1, open_from - 1 - state.last_marked_day) as n(k),
    lateral (
      select state.last_marked_day + n.k as day, app_rules.day_cover(state, state.last_marked_day + n.k, excused) as cover
    ) as d
  where state.run_length > 0
);

comment on function app_rules.skipped_days(app_private.user_states, date, datemultirange, int) is
  'The days of a live run, under the new settings, before open_from that a change of zone or day start skips, as it marks them: TRAVEL, unless a pause or an amnesty (excused: their days) covers them. Empty when there are none, or the cover was used too recently.';
--! EndIncluded rules/skipped_days.sql
--! Included rules/after_skipped_days.sql
-- A day without hours needs no cover, and uses none up.
create or replace function app_rules.after_skipped_days(state app_private.user_states, skipped app_private.marked_day[])
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
begin
  if cardinality(skipped) > 0 then
    v_after.last_marked_day := skipped[cardinality(skipped)].day;
    v_after.last_travel_day := coalesce((
      select max(d.day) from unnest(skipped) as d
      where d.mark = 'travel' and not app_rules.is_day_without_hours(d.day, state.zone, state.day_start_hour)
    ), state.last_travel_day);
  end if;
  return v_after;
end
$$;

comment on function app_rules.after_skipped_days(app_private.user_states, app_private.marked_day[]) is
  'The state after a change of zone or day start, under the new settings, that skips some days.';
--! EndIncluded rules/after_skipped_days.sql
--! Included rules/after_check_in.sql
create or replace function app_rules.after_check_in(
  state app_private.user_states, rules app_private.rule_versions, day date
)
returns app_private.user_states
language plpgsql immutable parallel safe
as $$
declare
  v_after app_private.user_states := state;
  v_points constant bigint := app_rules.boosted_points(
    rules.check_in_points, app_rules.level_boost(state.level, rules.level_boosts_basis_points));
begin
  v_after.check_ins := state.check_ins + 1;
  v_after.last_check_in_day := day;
  v_after.last_marked_day := day;
  v_after.run_length := state.run_length + 1;
  v_after.run_started_on := coalesce(state.run_started_on, day);
  v_after.longest_streak := greatest(state.longest_streak, v_after.run_length);

  if day between state.paused_from and state.paused_until then
    v_after.paused_from := case when day > state.paused_from then state.paused_from end;
    v_after.paused_until := case when day > state.paused_from then day - 1 end;
  end if;

  v_after.energy := app_rules.energy_after_grant(
    state.energy, rules.check_in_energy, rules.energy_max, rules.energy_overfill);
  v_after.points := state.points + v_points;
  v_after.lifetime_points := state.lifetime_points + v_points;
  v_after.xp := state.xp + rules.check_in_xp;
  v_after.level := greatest(state.level, app_rules.level_for_xp(v_after.xp, rules.level_thresholds));

  if v_after.run_length % rules.freeze_every_days = 0 and cardinality(state.freezes) < rules.freezes_max then
    v_after.freezes := app_rules.freezes_after_grant(state.freezes, day, 1);
  end if;
  return v_after;
end
$$;

comment on function app_rules.after_check_in(app_private.user_states, app_private.rule_versions, date) is
  'The settled state after a day was checked in. Points take the boost of the level before; a pause ends the day before.';
--! EndIncluded rules/after_check_in.sql
--! Included rules/streak_status.sql
create or replace function app_rules.streak_status(state app_private.user_states, today date)
returns app_public.streak_status
language sql immutable parallel safe
return case
  when state.check_ins = 0 then 'none'
  when state.run_length = 0 then 'broken'
  when state.last_marked_day >= today then 'done_today'
  when today between state.paused_from and state.paused_until then 'paused'
  when state.last_freeze_day > state.last_check_in_day then 'protected'
  when state.check_ins > 0 then 'at_risk'
end::app_public.streak_status;

comment on function app_rules.streak_status(app_private.user_states, date) is
  'What a settled streak is called today.';
--! EndIncluded rules/streak_status.sql
--! Included rules/streak_shown.sql
create or replace function app_rules.streak_shown(
  state app_private.user_states, rules app_private.rule_versions, today date, expires_at timestamptz,
  repair app_public.streak_repair
)
returns app_public.streak
language sql immutable parallel safe
return row(
  state.run_length,
  state.longest_streak,
  app_rules.streak_status(state, today),
  expires_at,
  state.run_started_on,
  state.last_check_in_day,
  state.check_ins,
  cardinality(state.freezes),
  rules.freezes_max,
  case when state.run_length > 0 and state.paused_until >= today then state.paused_from end,
  case when state.run_length > 0 and state.paused_until >= today then state.paused_until end,
  repair
)::app_public.streak;

comment on function app_rules.streak_shown(
  app_private.user_states, app_private.rule_versions, date, timestamptz, app_public.streak_repair
) is 'The streak of a settled state as clients see it.';
--! EndIncluded rules/streak_shown.sql
--! Included types/amnesty_step.sql
create type app_private.amnesty_step as (
  amnesty_id int, settled app_private.user_states, after app_private.user_states, marks app_private.marked_day[],
  days_changed int
);
comment on type app_private.amnesty_step is
  'How a state takes in one amnesty: settled up to its instant, the state after it, the days that both mark, and how many of them it marks itself.';
--! EndIncluded types/amnesty_step.sql
--! Included private/require_operator_id.sql
-- The role that the request took; inside a definer function current_user is the owner.
create or replace function app_private.require_operator_id()
returns uuid
language plpgsql stable
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
begin
  if current_setting('role') <> 'app_operator' then
    perform app_private.refuse('IA002', 'Only an operator can do this.', 'Sign in as an operator.');
  end if;
  return v_user_id;
end
$$;

comment on function app_private.require_operator_id() is
  'Which operator is calling; IA001 when nobody is, IA002 when a user is who is none.';
--! EndIncluded private/require_operator_id.sql
--! Included private/last_amnesty_id.sql
create or replace function app_private.last_amnesty_id()
returns int
language sql stable parallel safe
begin atomic
  select coalesce(max(a.id), 0) from app_private.amnesties as a;
end;

grant execute on function app_private.last_amnesty_id to app_user;
comment on function app_private.last_amnesty_id() is 'The latest amnesty; 0 when there is none.';
--! EndIncluded private/last_amnesty_id.sql
--! Included private/excused_days.sql
create or replace function app_private.excused_days(last_amnesty_id int, since date)
returns datemultirange
language sql stable parallel safe
begin atomic
  select range_agg(daterange(a.first_day, a.last_day, '[]'))
  from app_private.amnesties as a
  where a.id <= excused_days.last_amnesty_id and a.last_day >= since;
end;

grant execute on function app_private.excused_days to app_user;
comment on function app_private.excused_days(int, date) is
  'The days, as far as they matter from a day on, that amnesties up to one excuse; null when there are none.';
--! EndIncluded private/excused_days.sql
--! Included private/calendar_of.sql
create or replace function app_private.calendar_of(user_id uuid)
returns app_private.marked_day[]
language sql stable parallel safe
begin atomic
  select coalesce(
    array_agg(row(m.day, m.mark, m.freeze_granted_on, m.paid_points)::app_private.marked_day order by m.day), '{}')
  from app_private.day_marks as m
  where m.user_id = calendar_of.user_id;
end;

grant execute on function app_private.calendar_of to app_user;
comment on function app_private.calendar_of(uuid) is 'The stored marks of a user''s calendar, oldest first.';
--! EndIncluded private/calendar_of.sql
--! Included private/settle.sql
-- Reading and writing settle by this one function: what a query shows is what a command would store.
create or replace function app_private.settle(
  state app_private.user_states, rules app_private.rule_versions, at timestamptz, ended_through date
)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_settled app_private.user_states := state;
  v_rules app_private.rule_versions := rules;
  v_next app_private.rule_versions;
begin
  if state.run_length > 0 and ended_through > state.last_marked_day then
    v_settled := app_rules.settle_streak(state, ended_through,
      app_private.excused_days(state.last_amnesty_id, state.last_marked_day));
  end if;

  -- Energy refills under each version up to the instant at which the next one took effect: not before the
  -- last entry, whatever instant a version claims, since what was settled is settled.
  if state.rule_version_id <> rules.id then
    v_rules := null;
    for v_next in
      select v.* from app_private.rule_versions as v
      where v.effective_from <= at
        and v.effective_from >= (
          select o.effective_from from app_private.rule_versions as o where o.id = state.rule_version_id)
      order by v.effective_from
    loop
      if v_rules.id is not null then
        v_settled := app_rules.settle_energy(v_settled, v_rules,
          greatest(v_next.effective_from, state.last_occurred_at));
        v_settled.level := greatest(v_settled.level, app_rules.level_for_xp(state.xp, v_next.level_thresholds));
      end if;
      v_rules := v_next;
    end loop;
  end if;
  v_settled := app_rules.settle_energy(v_settled, rules, at);

  v_settled.rule_version_id := rules.id;
  v_settled.last_occurred_at := at;
  v_settled.last_day := app_rules.engagement_day(at, state.zone, state.day_start_hour, state.last_day);
  return v_settled;
end
$$;

grant execute on function app_private.settle to app_user;
comment on function app_private.settle(app_private.user_states, app_private.rule_versions, timestamptz, date) is
  'The state as of an instant: days through ended_through settled, energy refilled. Writes nothing.';
--! EndIncluded private/settle.sql
--! Included private/bridged_marks.sql
create or replace function app_private.bridged_marks(before app_private.user_states, settled app_private.user_states)
returns app_private.marked_day[]
language plpgsql stable parallel safe
as $$
begin
  if settled.last_marked_day > before.last_marked_day then
    return array(
      select d from app_rules.bridged_days(before, settled.last_marked_day,
        app_private.excused_days(before.last_amnesty_id, before.last_marked_day)) as d);
  end if;
  return '{}';
end
$$;

grant execute on function app_private.bridged_marks to app_user;
comment on function app_private.bridged_marks(app_private.user_states, app_private.user_states) is
  'The days that settling a state has marked.';
--! EndIncluded private/bridged_marks.sql
--! Included private/take_in_amnesty.sql
-- No command of the user's: it does not move the last engagement day, and unlocks nothing.
create or replace function app_private.take_in_amnesty(
  state app_private.user_states, calendar app_private.marked_day[], amnesty_id int, at timestamptz,
  excused datemultirange
)
returns app_private.amnesty_step
language plpgsql stable parallel safe
as $$
declare
  v_at constant timestamptz := greatest(at, state.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_ended_through constant date := app_private.ended_through(v_at, state.zone, state.day_start_hour);
  v_settled constant app_private.user_states := app_private.settle(state, v_rules, v_at, v_ended_through);
  v_missed_through constant date := app_rules.missed_through(v_settled, v_ended_through);
  v_bridged constant app_private.marked_day[] := app_private.bridged_marks(state, v_settled);
  v_calendar constant app_private.marked_day[] := app_rules.calendar_with(calendar, v_bridged);
  v_marks constant app_private.marked_day[] :=
    app_rules.amnesty_marks(v_settled, v_calendar, v_missed_through, excused);
  v_step app_private.amnesty_step;
begin
  v_step.amnesty_id := amnesty_id;
  v_step.settled := v_settled;
  v_step.after := v_settled;
  if cardinality(v_marks) > 0 then
    v_step.after := app_rules.after_amnesty(v_settled, v_rules, v_calendar, v_marks, v_missed_through);
  end if;
  v_step.after.last_day := state.last_day;
  v_step.after.last_amnesty_id := amnesty_id;
  v_step.marks := app_rules.calendar_with(v_bridged, v_marks);
  v_step.days_changed := cardinality(v_marks);
  return v_step;
end
$$;

grant execute on function app_private.take_in_amnesty to app_user;
comment on function app_private.take_in_amnesty(
  app_private.user_states, app_private.marked_day[], int, timestamptz, datemultirange
) is 'What an amnesty makes of a state and its calendar at an instant. excused: its days and those of all before it. Writes nothing.';
--! EndIncluded private/take_in_amnesty.sql
--! Included private/amnesty_steps.sql
-- Each amnesty takes effect on each state once, at the instant of its declaration, whenever that is found out. By id and not by
-- instant, since a command may have come between the instant and the commit.
create or replace function app_private.amnesty_steps(state app_private.user_states)
returns setof app_private.amnesty_step
language plpgsql stable parallel safe rows 1
as $$
declare
  v_state app_private.user_states := state;
  v_calendar app_private.marked_day[];
  v_amnesty app_private.amnesties;
  v_step app_private.amnesty_step;
begin
  if state.check_ins = 0 then
    return;
  end if;
  for v_amnesty in
    select a.* from app_private.amnesties as a where a.id > state.last_amnesty_id order by a.id
  loop
    v_calendar := coalesce(v_calendar, app_private.calendar_of(state.user_id));
    v_step := app_private.take_in_amnesty(v_state, v_calendar, v_amnesty.id, v_amnesty.declared_at,
      app_private.excused_days(v_amnesty.id, '-infinity'));
    -- What was settled before it stays so: also a run that had ended, and that it does not restore.
    if cardinality(v_step.marks) > 0 or (v_step.after).run_length <> v_state.run_length then
      return next v_step;
      v_state := v_step.after;
      v_calendar := app_rules.calendar_with(v_calendar, v_step.marks);
    else
      v_state.last_amnesty_id := v_amnesty.id;
    end if;
  end loop;
end
$$;

grant execute on function app_private.amnesty_steps to app_user;
comment on function app_private.amnesty_steps(app_private.user_states) is
  'The amnesties that a stored state has yet to take in, as far as they change its streak, in order. Writes nothing.';
--! EndIncluded private/amnesty_steps.sql
--! Included private/state_with_amnesties.sql
create or replace function app_private.state_with_amnesties(state app_private.user_states)
returns app_private.user_states
language plpgsql stable parallel safe
as $$
declare
  v_last constant int := app_private.last_amnesty_id();
  v_state app_private.user_states := state;
  v_step app_private.amnesty_step;
begin
  if state.last_amnesty_id < v_last then
    for v_step in select s.* from app_private.amnesty_steps(state) as s loop
      v_state := v_step.after;
    end loop;
    v_state.last_amnesty_id := v_last;
  end if;
  return v_state;
end
$$;

grant execute on function app_private.state_with_amnesties to app_user;
comment on function app_private.state_with_amnesties(app_private.user_states) is
  'A stored state with every amnesty taken in. Writes nothing.';
--! EndIncluded private/state_with_amnesties.sql
--! Included private/state_as_of.sql
create or replace function app_private.state_as_of(user_id uuid, at timestamptz)
returns app_private.user_states
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_at timestamptz := at;
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = state_as_of.user_id;
  if not found then
    return app_rules.starting_state(user_id, app_private.rules_at(at), at, app_private.token_zone(), 0);
  end if;
  v_state := app_private.state_with_amnesties(v_state);
  v_at := greatest(at, v_state.last_occurred_at);
  return app_private.settle(v_state, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_state.zone, v_state.day_start_hour));
end
$$;

grant execute on function app_private.state_as_of to app_user;
comment on function app_private.state_as_of(uuid, timestamptz) is
  'What the stored state has become by an instant; what bootstrap would give for a user who is not there yet. Writes nothing.';
--! EndIncluded private/state_as_of.sql
--! Included private/unstored_marks.sql
create or replace function app_private.unstored_marks(settled app_private.user_states)
returns app_private.marked_day[]
language plpgsql stable
as $$
declare
  v_state app_private.user_states;
  v_step app_private.amnesty_step;
  v_marks app_private.marked_day[] := '{}';
begin
  select s.* into v_state from app_private.user_states as s where s.user_id = settled.user_id;
  if v_state.last_amnesty_id < settled.last_amnesty_id then
    for v_step in select s.* from app_private.amnesty_steps(v_state) as s loop
      v_state := v_step.after;
      v_marks := app_rules.calendar_with(v_marks, v_step.marks);
    end loop;
    v_state.last_amnesty_id := settled.last_amnesty_id;
  end if;
  return app_rules.calendar_with(v_marks, app_private.bridged_marks(v_state, settled));
end
$$;

grant execute on function app_private.unstored_marks to app_user;
comment on function app_private.unstored_marks(app_private.user_states) is
  'The days that a settled state has marked since it was stored: missed days that are bridged, and what amnesties change.';
--! EndIncluded private/unstored_marks.sql
--! Included private/repair_offer.sql
create or replace function app_private.repair_offer(
  state app_private.user_states, rules app_private.rule_versions, today date
)
returns app_public.streak_repair
language plpgsql stable
as $$
declare
  v_missed_through date;
  v_day date;
  v_excused datemultirange;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_offer app_public.streak_repair;
begin
  -- The latest gap is at the end of the calendar, or just before the live run.
  v_missed_through := app_rules.missed_through(state,
    app_private.ended_through(state.last_occurred_at, state.zone, state.day_start_hour));
  v_day := case when state.run_length > 0 then state.run_started_on - 1 else v_missed_through end;
  if state.check_ins = 0 or state.check_ins = state.run_length
    or state.run_length > 0 and v_day + rules.repair_within_days < today then
    return null;
  end if;

  v_excused := app_private.excused_days(state.last_amnesty_id, '-infinity');
  v_calendar := app_rules.calendar_with(app_private.calendar_of(state.user_id),
    app_private.unstored_marks(state));
  v_marks := app_rules.repair_marks(state, v_calendar, v_day, v_missed_through, v_excused, rules.repair_points);
  select max(m.day), count(*), sum(m.paid_points), max(m.day) + rules.repair_within_days
  into v_offer.day, v_offer.missed_days, v_offer.points, v_offer.until
  from unnest(v_marks) as m where m.mark = 'repair';
  if v_offer.day is null or v_offer.until < today then
    return null;
  end if;
  v_offer.current := (app_rules.after_repair(state, v_calendar, v_marks, v_missed_through)).run_length;
  return v_offer;
end
$$;

grant execute on function app_private.repair_offer to app_user;
comment on function app_private.repair_offer(app_private.user_states, app_private.rule_versions, date) is
  'The latest gap of a settled state''s calendar, while it can be repaired; null otherwise.';
--! EndIncluded private/repair_offer.sql
--! Included private/present.sql
create or replace function app_private.present(state app_private.user_states)
returns app_public.state
language plpgsql stable
as $$
declare
  v_today constant date := app_rules.engagement_day(
    state.last_occurred_at, state.zone, state.day_start_hour, state.last_day);
  v_expires_at timestamptz;
  v_excused datemultirange;
  v_rules app_private.rule_versions;
begin
  select v.* into strict v_rules from app_private.rule_versions as v where v.id = state.rule_version_id;
  if app_rules.streak_status(state, v_today) in ('done_today', 'at_risk', 'protected') then
    v_excused := app_private.excused_days(state.last_amnesty_id, state.last_marked_day);
    v_expires_at := app_private.deadline(app_rules.run_dies_on(state, v_excused), state.zone, state.day_start_hour);
  end if;
  return row(
    state.last_occurred_at,
    state.zone,
    state.day_start_hour,
    v_today,
    app_rules.day_end(v_today, state.zone, state.day_start_hour),
    app_rules.streak_shown(state, v_rules, v_today, v_expires_at, app_private.repair_offer(state, v_rules, v_today)),
    app_rules.energy_shown(state, v_rules),
    app_rules.level_shown(state, v_rules),
    state.points,
    state.lifetime_points,
    app_rules.inventory_items(state.inventory),
    state.rule_version_id,
    state.sequence_number
  )::app_public.state;
end
$$;

grant execute on function app_private.present to app_user;
comment on function app_private.present(app_private.user_states) is
  'A settled state as clients see it: with status, deadlines, and what is missing to the next level.';
--! EndIncluded private/present.sql
--! Included private/record.sql
-- The only writer of user_states, journal_entries and day_marks: no state changes without its entry, and the
-- deltas cannot disagree with the states, since they are computed from them.
create or replace function app_private.record(
  before app_private.user_states, settled app_private.user_states, after app_private.user_states,
  marks app_private.marked_day[], kind app_public.journal_kind, day date, asked jsonb
)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_after app_private.user_states := after;
  v_marks constant app_private.marked_day[] :=
    app_rules.calendar_with(app_private.bridged_marks(before, settled), marks);
begin
  v_after.sequence_number := before.sequence_number + 1;

  insert into app_public.journal_entries (
    user_id, sequence_number, occurred_at, day, kind, asked, rule_version_id,
    check_ins_delta, freezes_granted, freezes_used, energy_refilled, energy_delta, xp_delta, points_delta, items_delta,
    last_day, zone, day_start_hour, check_ins, run_length, run_started_on, longest_streak,
    last_marked_day, last_check_in_day, last_freeze_day, last_travel_day, freezes,
    energy, energy_anchor, xp, level, points, lifetime_points, inventory, paused_from, paused_until, last_amnesty_id
  ) values (
    v_after.user_id, v_after.sequence_number, v_after.last_occurred_at, record.day, record.kind, record.asked,
    v_after.rule_version_id,
    v_after.check_ins - before.check_ins,
    cardinality(v_after.freezes) - cardinality(settled.freezes),
    cardinality(before.freezes) - cardinality(settled.freezes),
    settled.energy - before.energy,
    v_after.energy - settled.energy,
    v_after.xp - before.xp,
    v_after.points - before.points,
    app_rules.items_delta(before.inventory, v_after.inventory),
    v_after.last_day, v_after.zone, v_after.day_start_hour, v_after.check_ins, v_after.run_length,
    v_after.run_started_on, v_after.longest_streak, v_after.last_marked_day, v_after.last_check_in_day,
    v_after.last_freeze_day, v_after.last_travel_day, v_after.freezes,
    v_after.energy, v_after.energy_anchor, v_after.xp, v_after.level, v_after.points, v_after.lifetime_points,
    v_after.inventory, v_after.paused_from, v_after.paused_until, v_after.last_amnesty_id
  );

  if cardinality(v_marks) > 0 then
    -- Only an amnesty takes the place of another mark; for all others a day that is marked already is an error.
    if record.kind = 'amnesty' then
      delete from app_private.day_marks as m
      where m.user_id = v_after.user_id and m.mark in ('freeze', 'repair')
        and m.day = any (array(select a.day from unnest(v_marks) as a where a.mark = 'amnesty'));
    end if;
    insert into app_private.day_marks (
      user_id, day, mark, marked_at, zone, day_start_hour, rule_version_id, sequence_number, freeze_granted_on, paid_points
    )
    select v_after.user_id, m.day, m.mark, v_after.last_occurred_at, before.zone, before.day_start_hour,
      v_after.rule_version_id, v_after.sequence_number, m.freeze_granted_on, m.paid_points
    from unnest(v_marks) as m;
  end if;

  update app_private.user_states as s
  set sequence_number = v_after.sequence_number,
    last_occurred_at = v_after.last_occurred_at,
    rule_version_id = v_after.rule_version_id,
    last_day = v_after.last_day,
    zone = v_after.zone,
    day_start_hour = v_after.day_start_hour,
    check_ins = v_after.check_ins,
    run_length = v_after.run_length,
    run_started_on = v_after.run_started_on,
    longest_streak = v_after.longest_streak,
    last_marked_day = v_after.last_marked_day,
    last_check_in_day = v_after.last_check_in_day,
    last_freeze_day = v_after.last_freeze_day,
    last_travel_day = v_after.last_travel_day,
    freezes = v_after.freezes,
    energy = v_after.energy,
    energy_anchor = v_after.energy_anchor,
    xp = v_after.xp,
    level = v_after.level,
    points = v_after.points,
    lifetime_points = v_after.lifetime_points,
    inventory = v_after.inventory,
    paused_from = v_after.paused_from,
    paused_until = v_after.paused_until,
    last_amnesty_id = v_after.last_amnesty_id
  where s.user_id = v_after.user_id;

  return v_after;
end
$$;

comment on function app_private.record(
  app_private.user_states, app_private.user_states, app_private.user_states, app_private.marked_day[],
  app_public.journal_kind, date, jsonb
) is 'Writes one change of state: its journal entry, the days that settling and the command mark, and the new state, which it returns. before: as stored; settled: the same as of now; after: what the command made of it; marks: the days that the command itself marks. Days are marked under the settings of before.';
--! EndIncluded private/record.sql
--! Included private/bootstrap.sql
create or replace function app_private.bootstrap(
  user_id uuid, issuer text, subject text, zone text, day_start_hour int
)
returns void
language plpgsql volatile
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_state app_private.user_states := app_rules.starting_state(user_id, v_rules, v_at, zone, day_start_hour);
  v_nothing app_private.user_states;
begin
  -- A concurrent bootstrap waits here for the first, and finds that there is nothing left to do.
  insert into app_private.users (user_id, issuer, subject, created_at)
  values (bootstrap.user_id, bootstrap.issuer, bootstrap.subject, v_at)
  on conflict do nothing;
  if not found then
    return;
  end if;

  v_state.last_amnesty_id := app_private.last_amnesty_id();
  insert into app_private.user_states
    (user_id, sequence_number, last_occurred_at, rule_version_id, zone, day_start_hour, energy, energy_anchor, level)
  values (v_state.user_id, 1, v_at, v_rules.id, v_state.zone, v_state.day_start_hour, 0, v_at, v_state.level);

  v_nothing := v_state;
  v_nothing.energy := 0;
  v_nothing.freezes := '{}';
  perform app_private.record(v_nothing, v_nothing, v_state, '{}', 'bootstrap',
    app_rules.local_day(v_at, v_state.zone, v_state.day_start_hour),
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
end
$$;

comment on function app_private.bootstrap(uuid, text, text, text, int) is
  'Creates the user, the starting state and journal entry 1, unless they exist.';
--! EndIncluded private/bootstrap.sql
--! Included private/lock_state.sql
-- `for no key update`, so that inserts that refer to the user do not wait.
create or replace function app_private.lock_state(user_id uuid)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_state app_private.user_states;
  v_last_amnesty_id int;
  v_step app_private.amnesty_step;
begin
  select s.* into v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  if found then
    -- Amnesties of which the state knows nothing yet come before the command.
    v_last_amnesty_id := app_private.last_amnesty_id();
    if v_state.last_amnesty_id < v_last_amnesty_id then
      for v_step in select s.* from app_private.amnesty_steps(v_state) as s loop
        v_state := app_private.record(v_state, v_step.settled, v_step.after, v_step.marks, 'amnesty',
          (v_step.settled).last_day, jsonb_build_object('amnesty_id', v_step.amnesty_id));
      end loop;
      v_state.last_amnesty_id := greatest(v_state.last_amnesty_id, v_last_amnesty_id);
    end if;
    return v_state;
  end if;

  perform app_private.bootstrap(lock_state.user_id, current_setting('app.issuer'), current_setting('app.subject'),
    app_private.token_zone(), 0);
  select s.* into strict v_state from app_private.user_states as s
  where s.user_id = lock_state.user_id for no key update;
  return v_state;
end
$$;

comment on function app_private.lock_state(uuid) is
  'Locks and returns the user''s state: the one gate for everything this user does. Creates the user at the first command, and stores what amnesties have changed since the last one.';
--! EndIncluded private/lock_state.sql
--! Included private/apply_claim.sql
create or replace function app_private.apply_claim(
  before app_private.user_states, settled app_private.user_states, reward app_private.rewards, period_key text,
  automatic boolean
)
returns app_private.user_states
language plpgsql volatile
as $$
declare
  v_rules constant app_private.rule_versions := app_private.rules_at(settled.last_occurred_at);
  v_after app_private.user_states := app_rules.after_effects(settled, v_rules, settled.last_day,
    reward.gives_points, reward.gives_energy, reward.gives_xp, reward.gives_freezes, reward.gives_items);
begin
  v_after := app_private.record(before, settled, v_after, '{}', 'claim', settled.last_day,
    jsonb_build_object('reward_id', reward.id, 'period_key', period_key));
  insert into app_private.reward_claims
    (user_id, reward_id, period_key, claimed_at, automatic, rule_version_id, sequence_number)
  values (v_after.user_id, reward.id, apply_claim.period_key, v_after.last_occurred_at, apply_claim.automatic,
    v_after.rule_version_id, v_after.sequence_number);
  return v_after;
end
$$;

comment on function app_private.apply_claim(
  app_private.user_states, app_private.user_states, app_private.rewards, text, boolean
) is 'Claims an unlocked reward for which nothing stands in the way and whose stock is taken: effects, journal entry, claim.';
--! EndIncluded private/apply_claim.sql
--! Included private/entry_at.sql
create or replace function app_private.entry_at(user_id uuid, at timestamptz)
returns app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e
  where e.user_id = entry_at.user_id and e.occurred_at <= entry_at.at
  order by e.occurred_at desc, e.sequence_number desc
  limit 1;
end;

comment on function app_private.entry_at(uuid, timestamptz) is
  'The journal entry that says what a user''s state was at an instant; null before the first.';
--! EndIncluded private/entry_at.sql
--! Included private/require_day_is_open.sql
create or replace function app_private.require_day_is_open(
  state app_private.user_states, day date, today date, at timestamptz
)
returns void
language plpgsql stable
as $$
declare
  -- The day after the last mark of a run that has ended is the one that ended it: no travelling west brings it back.
  v_is_free constant boolean := coalesce(day > state.last_marked_day + (state.run_length = 0)::int, true);
begin
  if v_is_free and (
    day = today or day = today - 1 and at < app_private.deadline(day, state.zone, state.day_start_hour)
      and not app_rules.is_day_without_hours(day, state.zone, state.day_start_hour)
  ) then
    return;
  end if;
  perform app_private.refuse('CK001',
    format('%s cannot be checked in: today is %s in %s.',
      coalesce(app_rules.iso_date(day), 'That day'), app_rules.iso_date(today), state.zone),
    case
      when day > today then 'Check in when that day has come, or leave out day for today.'
      when day < today - 1 then 'Leave out day to check in for today.'
      when state.last_marked_day >= day then 'Leave out day to check in for today; that day or a later one is marked already.'
      else 'Leave out day to check in for today; the time for a late check-in is over.'
    end);
end
$$;

comment on function app_private.require_day_is_open(app_private.user_states, date, date, timestamptz) is
  'CK001 unless the day is today, or yesterday within its grace with no later day marked.';
--! EndIncluded private/require_day_is_open.sql
--! Included private/check_in.sql
create or replace function app_private.check_in(user_id uuid, day date)
returns app_public.check_in_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_today constant date := app_rules.engagement_day(v_at, v_before.zone, v_before.day_start_hour, v_before.last_day);
  v_day constant date := coalesce(day, v_today);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_mark app_private.day_marks;
begin
  -- Look: a check-in that exists is the answer.
  if v_day <= v_before.last_marked_day then
    select m.* into v_mark from app_private.day_marks as m
    where m.user_id = check_in.user_id and m.day = v_day and m.mark in ('check_in', 'late');
    if found then
      return app_private.check_in_answer(v_mark, true, app_private.state_as_of(user_id, v_at));
    end if;
  end if;

  -- Decide
  perform app_private.require_day_is_open(v_before, v_day, v_today, v_at);
  v_settled := app_private.settle(v_before, v_rules, v_at, v_day - 1);
  v_after := app_rules.after_check_in(v_settled, v_rules, v_day);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after,
    array[row(v_day, case when v_day < v_today then 'late' else 'check_in' end, null, null)::app_private.marked_day],
    'check_in', v_day, jsonb_build_object('day', check_in.day));
  select m.* into strict v_mark from app_private.day_marks as m where m.user_id = check_in.user_id and m.day = v_day;
  perform app_private.unlock_rewards(v_after, v_day);
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.check_in_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.check_in(uuid, date) is
  'Checks a user in for today (null) or a day still within its grace, or answers with the check-in that exists.';
--! EndIncluded private/check_in.sql
--! Included private/update_settings.sql
create or replace function app_private.update_settings(user_id uuid, zone text, day_start_hour int)
returns app_public.update_settings_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_zone constant text := coalesce(zone, v_before.zone);
  v_day_start_hour constant int := coalesce(day_start_hour, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_open_from date;
  v_skipped app_private.marked_day[];
  v_answer app_public.update_settings_result;
begin
  -- Look: settings that are so already need no change.
  if v_zone = v_before.zone and v_day_start_hour = v_before.day_start_hour then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.update_settings_result;
  end if;

  -- Decide
  perform app_private.require_settings(v_zone, v_day_start_hour);
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  v_after := v_settled;
  v_after.zone := v_zone;
  v_after.day_start_hour := v_day_start_hour;
  -- To the west today may be an earlier day again, but none that is over for the run.
  v_after.last_day := app_rules.engagement_day(v_at, v_zone, v_day_start_hour,
    greatest(v_before.last_day, app_rules.earliest_today(v_settled)));
  -- Where today stays the same, a yesterday in its grace may still be in it after the change.
  v_open_from := case when v_after.last_day > v_settled.last_day then v_after.last_day
    else app_private.ended_through(v_at, v_zone, v_day_start_hour) + 1 end;
  v_skipped := app_rules.skipped_days(v_after, v_open_from,
    app_private.excused_days(v_settled.last_amnesty_id, v_settled.last_marked_day), v_rules.travel_cover_days);
  v_after := app_rules.after_skipped_days(v_after, v_skipped);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, v_skipped, 'settings', v_after.last_day,
    jsonb_build_object('zone', zone, 'day_start_hour', day_start_hour));
  -- Under the new settings a day may have ended that the cover did not reach.
  perform app_private.unlock_rewards(app_private.state_as_of(user_id, v_at), v_after.last_day);
  perform app_private.auto_claim(v_after);

  -- Answer
  v_answer.state := app_private.present(app_private.state_as_of(user_id, v_at));
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_by(v_after.user_id, v_after.sequence_number);
  return v_answer;
end
$$;

comment on function app_private.update_settings(uuid, text, int) is
  'Changes a user''s zone or day start (null leaves it), at once, for days not yet marked. Days that the change skips are bridged.';
--! EndIncluded private/update_settings.sql
--! Included private/require_pausable.sql
create or replace function app_private.require_pausable(
  state app_private.user_states, rules app_private.rule_versions, until date
)
returns void
language plpgsql stable
as $$
declare
  v_starts_on constant date := app_rules.pause_starts_on(state);
  v_latest constant date := v_starts_on + rules.pause_max_days - 1;
begin
  if state.run_length = 0 then
    perform app_private.refuse('ST001', 'There is no streak to pause.', 'Check in to begin one.');
  elsif v_starts_on is null then
    perform app_private.refuse('PS001', format('The last pause was over on %s, and there was no check-in since.',
      app_rules.iso_date(state.paused_until)), 'Check in before you pause again.');
  elsif v_latest <= state.last_day then
    perform app_private.refuse('PS001', format('A pause lasts at most %s days.', rules.pause_max_days),
      case when rules.pause_max_days > 0 then 'Check in before you pause again.' else 'Check in each day.' end);
  elsif until not between state.last_day + 1 and v_latest is not false then
    perform app_private.refuse('PS001', format('The pause cannot last until %s.', coalesce(app_rules.iso_date(until), 'then')),
      format('Let until be from %s to %s.', app_rules.iso_date(state.last_day + 1), app_rules.iso_date(v_latest)));
  end if;
end
$$;

comment on function app_private.require_pausable(app_private.user_states, app_private.rule_versions, date) is
  'ST001 without a live run, PS001 for a pause that is too long, not of days to come, or without a check-in since the last one.';
--! EndIncluded private/require_pausable.sql
--! Included private/pause_streak.sql
create or replace function app_private.pause_streak(user_id uuid, until date)
returns app_public.pause_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_answer app_public.pause_streak_result;
begin
  -- Look: a pause that is so already needs no change.
  if v_before.paused_until = until and v_before.paused_from > v_before.last_check_in_day then
    return row(app_private.present(app_private.state_as_of(user_id, v_at)),
      '{}'::app_public.unlocked_reward[], '{}'::app_public.claimed_reward[])::app_public.pause_streak_result;
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
  perform app_private.require_pausable(v_settled, v_rules, until);
  v_after := app_rules.after_pause(v_settled, app_rules.pause_starts_on(v_settled), until);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, '{}', 'pause', v_settled.last_day,
    jsonb_build_object('until', until));
  perform app_private.unlock_rewards(v_after, v_after.last_day);

  -- Answer
  v_answer.state := app_private.present(app_private.auto_claim(v_after));
  v_answer.unlocked := app_private.unlocked_by(v_after.user_id, v_after.sequence_number);
  v_answer.claimed := app_private.claimed_by(v_after.user_id, v_after.sequence_number);
  return v_answer;
end
$$;

comment on function app_private.pause_streak(uuid, date) is
  'Pauses a user''s run from tomorrow through a day, or moves the end of the pause that is open.';
--! EndIncluded private/pause_streak.sql
--! Included private/require_repairable.sql
create or replace function app_private.require_repairable(
  state app_private.user_states, rules app_private.rule_versions, day date, marks app_private.marked_day[]
)
returns void
language plpgsql stable
as $$
declare
  v_missed constant date[] := array(select m.day from unnest(marks) as m where m.mark = 'repair' order by m.day);
  v_until constant date := v_missed[cardinality(v_missed)] + rules.repair_within_days;
  v_points constant numeric := cardinality(v_missed) * rules.repair_points::numeric;
begin
  if day = any (v_missed) is not true then
    perform app_private.refuse('RP001', format('%s cannot be repaired: no streak was lost on it.',
      coalesce(app_rules.iso_date(day), 'That day')),
      'Take the day from state.streak.repair, or a missed day from the calendar.');
  elsif state.last_day > v_until then
    perform app_private.refuse('RP002', format('The time to repair %s is over: it could be repaired until %s.',
      app_rules.iso_date(day), app_rules.iso_date(v_until)), 'Check in to begin a new streak.');
  elsif state.points < v_points then
    perform app_private.refuse('PT001', format('The repair costs %s points, and you have %s.',
      v_points, state.points), 'Earn or claim more points first.');
  end if;
end
$$;

comment on function app_private.require_repairable(
  app_private.user_states, app_private.rule_versions, date, app_private.marked_day[]
) is 'Refuses a repair that cannot be made, saying why. marks: the gap as the repair would mark it.';
--! EndIncluded private/require_repairable.sql
--! Included private/repair_answer.sql
-- Read back from what is stored, so that the first answer and every repeat are the same.
create or replace function app_private.repair_answer(
  mark app_private.day_marks, already_repaired boolean, state app_private.user_states
)
returns app_public.repair_streak_result
language plpgsql stable
as $$
declare
  v_answer app_public.repair_streak_result;
begin
  v_answer.days := array(
    select m.day from app_private.day_marks as m
    where m.user_id = mark.user_id and m.sequence_number = mark.sequence_number and m.mark = 'repair'
    order by m.day);
  v_answer.points := (
    select -e.points_delta from app_public.journal_entries as e
    where e.user_id = mark.user_id and e.sequence_number = mark.sequence_number);
  v_answer.already_repaired := already_repaired;
  v_answer.unlocked := app_private.unlocked_by(mark.user_id, mark.sequence_number);
  v_answer.claimed := app_private.claimed_by(mark.user_id, mark.sequence_number);
  v_answer.state := app_private.present(state);
  return v_answer;
end
$$;

comment on function app_private.repair_answer(app_private.day_marks, boolean, app_private.user_states) is
  'What a stored repair was and cost, with a settled state.';
--! EndIncluded private/repair_answer.sql
--! Included private/repair_streak.sql
create or replace function app_private.repair_streak(user_id uuid, day date)
returns app_public.repair_streak_result
language plpgsql volatile
as $$
declare
  -- Lock: the user's row is the one gate for everything this user does; the clock is read behind it.
  v_before constant app_private.user_states := app_private.lock_state(user_id);
  v_at constant timestamptz := greatest(app_private.clock(), v_before.last_occurred_at);
  v_rules constant app_private.rule_versions := app_private.rules_at(v_at);
  v_ended_through constant date := app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour);
  v_settled app_private.user_states;
  v_after app_private.user_states;
  v_missed_through date;
  v_calendar app_private.marked_day[];
  v_marks app_private.marked_day[];
  v_mark app_private.day_marks;
begin
  -- Look: a repair that was made is the answer.
  select m.* into v_mark from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day and m.mark = 'repair';
  if found then
    return app_private.repair_answer(v_mark, true, app_private.state_as_of(user_id, v_at));
  end if;

  -- Decide
  v_settled := app_private.settle(v_before, v_rules, v_at, v_ended_through);
  v_missed_through := app_rules.missed_through(v_settled, v_ended_through);
  v_calendar := app_rules.calendar_with(app_private.calendar_of(user_id), app_private.bridged_marks(v_before, v_settled));
  v_marks := app_rules.repair_marks(v_settled, v_calendar, day, v_missed_through,
    app_private.excused_days(v_settled.last_amnesty_id, '-infinity'), v_rules.repair_points);
  perform app_private.require_repairable(v_settled, v_rules, day, v_marks);
  v_after := app_rules.after_repair(v_settled, v_calendar, v_marks, v_missed_through);

  -- Write
  v_after := app_private.record(v_before, v_settled, v_after, v_marks, 'repair', v_settled.last_day,
    jsonb_build_object('day', day));
  perform app_private.unlock_rewards(v_after, v_after.last_day);
  select m.* into strict v_mark from app_private.day_marks as m
  where m.user_id = repair_streak.user_id and m.day = repair_streak.day;
  v_after := app_private.auto_claim(v_after);

  -- Answer
  return app_private.repair_answer(v_mark, false, v_after);
end
$$;

comment on function app_private.repair_streak(uuid, date) is
  'Pays for the missed days of the gap that a day lies in, so that the runs on both sides are one; or answers with the repair that was made.';
--! EndIncluded private/repair_streak.sql
--! Included private/require_amnesty.sql
create or replace function app_private.require_amnesty(first_day date, last_day date)
returns void
language plpgsql stable
as $$
begin
  if not coalesce(isfinite(first_day) and isfinite(last_day), false) or last_day - first_day not between 0 and 30 then
    perform app_private.refuse('AM001', 'An amnesty is of 1 to 31 days.', 'Let lastDay be at most 30 days after firstDay.');
  end if;
end
$$;

comment on function app_private.require_amnesty(date, date) is 'AM001 unless the days are 1 to 31.';
--! EndIncluded private/require_amnesty.sql
--! Included private/declare_amnesty.sql
-- One row and no user's lock, however many users there are: each state takes it in when it is next read or locked.
create or replace function app_private.declare_amnesty(declared_by uuid, first_day date, last_day date, reason text)
returns app_public.amnesty
language plpgsql volatile
as $$
declare
  v_amnesty app_private.amnesties;
  v_is_new boolean := false;
begin
  perform app_private.require_amnesty(first_day, last_day);
  if coalesce(length(reason), 0) not between 1 and 200 then
    perform app_private.refuse('AM001', 'The reason of an amnesty has 1 to 200 characters.', 'Say in a few words what users are to read.');
  end if;

  loop
    select a.* into v_amnesty from app_private.amnesties as a
    where a.first_day = declare_amnesty.first_day and a.last_day = declare_amnesty.last_day;
    exit when found;
    -- The next id, for which a concurrent one waits: ids become visible in their order, and a state that
    -- has taken in one never asks for one before it.
    insert into app_private.amnesties (id, first_day, last_day, reason, declared_at, declared_by)
    values (app_private.last_amnesty_id() + 1, declare_amnesty.first_day, declare_amnesty.last_day,
      declare_amnesty.reason, app_private.clock(), declare_amnesty.declared_by)
    on conflict do nothing
    returning * into v_amnesty;
    v_is_new := found;
    exit when v_is_new;
  end loop;
  return row(v_amnesty.id, v_amnesty.first_day, v_amnesty.last_day, v_amnesty.reason, v_amnesty.declared_at,
    not v_is_new)::app_public.amnesty;
end
$$;

comment on function app_private.declare_amnesty(uuid, date, date, text) is
  'Excuses everybody on some days, or answers with the amnesty that does so already.';
--! EndIncluded private/declare_amnesty.sql
--! Included private/amnesty_effects.sql
create or replace function app_private.amnesty_effects(first_day date, last_day date)
returns setof app_public.amnesty_effect
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_last_id constant int := app_private.last_amnesty_id();
  v_excused constant datemultirange := coalesce(app_private.excused_days(v_last_id, '-infinity'), '{}')
    + datemultirange(daterange(first_day, last_day, '[]'));
  v_state app_private.user_states;
  v_calendar app_private.marked_day[];
  v_step app_private.amnesty_step;
begin
  for v_state in
    select s.* from app_private.user_states as s
    -- A run that had ended before these days, on a day that nothing excuses, is none of theirs, unless an amnesty yet
    -- to be stored has carried it on.
    where s.check_ins > 0 and (
      s.run_length > 0 or s.last_amnesty_id < v_last_id or s.last_marked_day >= first_day - 1
      or v_excused @> s.last_marked_day + 1)
  loop
    v_calendar := app_private.calendar_of(v_state.user_id);
    for v_step in select p.* from app_private.amnesty_steps(v_state) as p loop
      v_state := v_step.after;
      v_calendar := app_rules.calendar_with(v_calendar, v_step.marks);
    end loop;
    v_state.last_amnesty_id := v_last_id;
    v_step := app_private.take_in_amnesty(v_state, v_calendar, v_last_id + 1, v_at, v_excused);
    if v_step.days_changed > 0 then
      return next row(
        v_state.user_id,
        (v_step.settled).run_length, (v_step.after).run_length,
        (v_step.settled).longest_streak, (v_step.after).longest_streak,
        cardinality((v_step.after).freezes) - cardinality((v_step.settled).freezes),
        (v_step.after).points - (v_step.settled).points,
        v_step.days_changed
      )::app_public.amnesty_effect;
    end if;
  end loop;
end
$$;

comment on function app_private.amnesty_effects(date, date) is
  'What an amnesty for some days would change, were it declared now: one row for each user who would be affected. Writes nothing. Reads every user who was there on these days: some thousands a second.';
--! EndIncluded private/amnesty_effects.sql
--! Included private/preview_amnesty.sql
create or replace function app_private.preview_amnesty(first_day date, last_day date)
returns app_public.amnesty_preview
language plpgsql stable
as $$
declare
  v_preview app_public.amnesty_preview;
begin
  perform app_private.require_amnesty(first_day, last_day);
  select count(*), count(*) filter (where e.streak_after > e.streak_before),
    coalesce(sum(e.freezes_returned), 0), coalesce(sum(e.points_returned), 0),
    coalesce((array_agg(e order by e.streak_after - e.streak_before desc, e.freezes_returned desc, e.user_id))[:20], '{}')
  into v_preview.users, v_preview.runs_restored, v_preview.freezes_returned, v_preview.points_returned,
    v_preview.most_affected
  from app_private.amnesty_effects(first_day, last_day) as e;
  return v_preview;
end
$$;

comment on function app_private.preview_amnesty(date, date) is
  'The effects of an amnesty, summed up, were it declared now. Writes nothing.';
--! EndIncluded private/preview_amnesty.sql
--! Included api/me_rewards.sql
-- Invoker: row-level security decides what is read. One statement, whatever the number of rewards.
create or replace function app_public.me_rewards(me app_public.me)
returns setof app_public.reward_for_me
language sql stable rows 20
begin atomic
  select r.id, r.title, r.description,
    case
      when c.claimed_at is not null then 'claimed'
      when u.unlocked_at is not null and u.claimable_until <= now.at then 'expired'
      when not app_rules.window_is_open(r.starts_at, r.ends_at, now.at) then 'not_open'
      when stock.remaining = 0 then 'out_of_stock'
      when u.unlocked_at is not null then 'claimable'
      else 'locked'
    end::app_public.reward_status,
    array(
      select row(m.id, m.title, v.value, k.at_least, v.value >= k.at_least)::app_public.metric_progress
      from app_private.reward_conditions as k
      join app_private.metrics as m on m.id = k.metric,
        lateral app_rules.metric_value(k.metric, s) as v(value)
      where k.reward_id = r.id
      order by m.id
    ),
    row(r.gives_points, r.gives_energy, r.gives_xp, r.gives_freezes,
      app_rules.inventory_items(r.gives_items))::app_public.effects,
    r.repeats, p.key, r.auto_claim, r.starts_at, r.ends_at, stock.remaining,
    u.unlocked_at, u.claimable_until, c.claimed_at,
    unclaimed.list
  from (select (me.state).as_of as at) as now,
    lateral app_private.state_as_of(me.user_id, now.at) as s,
    app_private.rewards as r
    cross join lateral app_rules.period_key(r.repeats, (me.state).today, s.run_started_on) as p(key)
    left join app_private.reward_unlocks as u
      on u.user_id = me.user_id and u.reward_id = r.id and u.period_key = p.key
    left join app_private.reward_claims as c
      on c.user_id = me.user_id and c.reward_id = r.id and c.period_key = p.key
    left join lateral (
      select coalesce(sum(t.remaining), 0) as remaining from app_private.reward_stock as t
      where t.reward_id = r.id and r.stock is not null
    ) as stock on r.stock is not null
    cross join lateral (
      select array(
        select row(r.id, r.title, o.period_key, o.unlocked_at, o.claimable_until,
          o.rule_version_id)::app_public.unlocked_reward
        from app_private.reward_unlocks as o
        where o.user_id = me.user_id and o.reward_id = r.id
          and (o.claimable_until > now.at or o.claimable_until is null)
          and (r.ends_at > now.at or r.ends_at is null)
          and not exists (
            select from app_private.reward_claims as d
            where d.user_id = o.user_id and d.reward_id = o.reward_id and d.period_key = o.period_key)
        order by o.unlocked_at, o.sequence_number
      ) as list
    ) as unclaimed
  where r.enabled or u.unlocked_at is not null or cardinality(unclaimed.list) > 0
  order by r.priority, r.id;
end;

grant execute on function app_public.me_rewards to app_user;
comment on function app_public.me_rewards(app_public.me) is
  E'@behavior -queryField +list -connection\n@notNull\nEvery reward in the order in which they are unlocked, with its status and the progress towards it as of now.';
--! EndIncluded api/me_rewards.sql
--! Included api/me_calendar.sql
-- Invoker: row-level security decides what is read. Days that the next command would settle are
-- shown settled, without being stored.
create or replace function app_public.me_calendar(me app_public.me, since date default null, until date default null)
returns setof app_public.calendar_day
language plpgsql stable rows 30
set search_path = pg_catalog, pg_temp
as $$
declare
  v_today constant date := (me.state).today;
  v_until constant date := coalesce(until, v_today);
  v_since constant date := coalesce(since, v_until - 29);
  v_settled constant app_private.user_states := app_private.state_as_of(me.user_id, (me.state).as_of);
  v_unstored constant app_private.marked_day[] := app_private.unstored_marks(v_settled);
  v_joined_on constant date := (
    select e.day from app_public.journal_entries as e where e.user_id = me.user_id and e.sequence_number = 1);
  v_late_from constant date := greatest(
    v_today - 1 + app_rules.is_day_without_hours(v_today - 1, v_settled.zone, v_settled.day_start_hour)::int,
    v_settled.last_marked_day + 1 + (v_settled.run_length = 0)::int,
    app_private.ended_through((me.state).as_of, v_settled.zone, v_settled.day_start_hour) + 1);
begin
  if v_until not between v_since and v_since + 365 or not isfinite(v_until) then
    perform app_private.refuse('CA001', 'A calendar shows 1 to 366 days.',
      'Let since be at most 365 days before until.');
  end if;

  return query
  select d.day, k.mark, coalesce(k.mark in ('check_in', 'late'), false),
    app_rules.day_reason(k.mark, d.day, v_today, v_late_from, v_joined_on,
      v_settled.run_length > 0 and d.day between v_settled.paused_from and v_settled.paused_until,
      (select a.reason from app_private.amnesties as a where d.day between a.first_day and a.last_day order by a.id desc limit 1)),
    s.marked_at, s.zone, s.day_start_hour, s.rule_version_id
  from (select v_since + n.k as day from generate_series(0, v_until - v_since) as n(k)) as d
  left join unnest(v_unstored) as u on u.day = d.day
  left join app_private.day_marks as m on m.user_id = me.user_id and m.day = d.day
  cross join lateral (select coalesce(u.mark, m.mark) as mark) as k
  -- An amnesty that is not stored yet takes the place of a stored mark.
  left join app_private.day_marks as s on s.user_id = m.user_id and s.day = m.day and u.day is null
  order by d.day;
end
$$;

grant execute on function app_public.me_calendar to app_user;
comment on function app_public.me_calendar(app_public.me, date, date) is
  E'@behavior -queryField +list -connection\n@notNull\nThe days from since to until, each with its mark and the reason: by default the last 30 days, at most 366.\n\nErrors: CALENDAR_TOO_LONG.';
--! EndIncluded api/me_calendar.sql
--! Included api/me_journal.sql
-- Invoker: row-level security decides what is read. Plain SQL, so that it is inlined and the key is used.
create or replace function app_public.me_journal(me app_public.me)
returns setof app_public.journal_entries
language sql stable
begin atomic
  select e.* from app_public.journal_entries as e where e.user_id = me.user_id order by e.sequence_number desc;
end;

grant execute on function app_public.me_journal to app_user;
comment on function app_public.me_journal(app_public.me) is
  E'@behavior -queryField\nEvery change of the user''s state, latest first.';
--! EndIncluded api/me_journal.sql
--! Included api/pause_streak.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.pause_streak(until date)
returns app_public.pause_streak_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.pause_streak_result;
begin
  select p.* into v_answer from app_private.pause_streak(v_user_id, pause_streak.until) as p;
  return v_answer;
end
$$;

grant execute on function app_public.pause_streak to app_anonymous, app_user;
comment on function app_public.pause_streak(date) is
  E'@notNull\nPauses the streak from tomorrow through a day: the days between are not held against it, and do not count. A check-in on one of them ends the pause. While a pause is open, another day moves its end. A repeat changes nothing.\n\nErrors: SIGNED_OUT, NO_STREAK, INVALID_PAUSE.';
--! EndIncluded api/pause_streak.sql
--! Included api/repair_streak.sql
-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.repair_streak(day date)
returns app_public.repair_streak_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant uuid := app_private.require_user_id();
  v_answer app_public.repair_streak_result;
begin
  select r.* into v_answer from app_private.repair_streak(v_user_id, repair_streak.day) as r;
  return v_answer;
end
$$;

grant execute on function app_public.repair_streak to app_anonymous, app_user;
comment on function app_public.repair_streak(date) is
  E'@notNull\nPays points for each day that was missed in a row, so that the run before them goes on. day is one of these days: state.streak.repair names the last of the latest, and the price. A repeat for a day that is repaired changes nothing, costs nothing, and answers with that repair (alreadyRepaired: true).\n\nErrors: SIGNED_OUT, NOTHING_TO_REPAIR, REPAIR_TOO_LATE, NOT_ENOUGH_POINTS.';
--! EndIncluded api/repair_streak.sql
--! Included api/declare_amnesty.sql
-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.declare_amnesty(first_day date, last_day date, reason text)
returns app_public.amnesty
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
  v_answer app_public.amnesty;
begin
  select a.* into v_answer
  from app_private.declare_amnesty(v_operator_id, declare_amnesty.first_day, declare_amnesty.last_day,
    declare_amnesty.reason) as a;
  return v_answer;
end
$$;

grant execute on function app_public.declare_amnesty to app_anonymous, app_user, app_operator;
comment on function app_public.declare_amnesty(date, date, text) is
  E'@notNull\nFor operators: nobody is held to have missed firstDay through lastDay (1 to 31 days, past or to come). Runs that ended on these days are restored, freezes and points spent on them come back, at once for everybody, however many. reason (1 to 200 characters) is what users read in their calendar. It cannot be taken back; previewAmnesty shows before what it would change. A repeat for the same days changes nothing and answers with that amnesty (alreadyDeclared: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
--! EndIncluded api/declare_amnesty.sql
--! Included api/preview_amnesty.sql
-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.preview_amnesty(first_day date, last_day date)
returns app_public.amnesty_preview
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
  v_answer app_public.amnesty_preview;
begin
  select p.* into v_answer
  from app_private.preview_amnesty(preview_amnesty.first_day, preview_amnesty.last_day) as p
  where v_operator_id is not null;
  return v_answer;
end
$$;

grant execute on function app_public.preview_amnesty to app_anonymous, app_user, app_operator;
comment on function app_public.preview_amnesty(date, date) is
  E'@notNull\nFor operators: what an amnesty for firstDay through lastDay would change, were it declared now. Writes nothing. With very many users, ask the database itself: app_private.amnesty_effects.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
--! EndIncluded api/preview_amnesty.sql
--! Included ops/verify.sql
-- Set by set, so that all users cost a few scans: the journal against itself, against the state, and the calendar
-- against both.
create or replace function app_private.verify()
returns table (user_id uuid, difference text)
language sql stable
begin atomic
  -- The state is the last entry.
  select s.user_id, 'The state is not that of its last journal entry, ' || s.sequence_number || '.'
  from app_private.user_states as s
  left join app_public.journal_entries as e on e.user_id = s.user_id and e.sequence_number = s.sequence_number
  where row(
      s.last_occurred_at, s.rule_version_id, s.last_day, s.zone, s.day_start_hour, s.check_ins, s.run_length,
      s.run_started_on, s.longest_streak, s.last_marked_day, s.last_check_in_day, s.last_freeze_day, s.last_travel_day,
      s.freezes, s.energy, s.energy_anchor, s.xp, s.level, s.points, s.lifetime_points, s.inventory,
      s.paused_from, s.paused_until, s.last_amnesty_id
    ) is distinct from row(
      e.occurred_at, e.rule_version_id, e.last_day, e.zone, e.day_start_hour, e.check_ins, e.run_length,
      e.run_started_on, e.longest_streak, e.last_marked_day, e.last_check_in_day, e.last_freeze_day, e.last_travel_day,
      e.freezes, e.energy, e.energy_anchor, e.xp, e.level, e.points, e.lifetime_points, e.inventory,
      e.paused_from, e.paused_until, e.last_amnesty_id
    )
  union all
  -- Each entry follows from the one before it; the first from nothing.
  select e.user_id, 'Journal entry ' || e.sequence_number || ' does not follow from the one before it.'
  from (
    select j.*,
      lag(j.sequence_number, 1, 0::bigint) over entries as sequence_number_before,
      lag(j.occurred_at, 1, '-infinity') over entries as occurred_at_before,
      lag(j.check_ins, 1, 0) over entries as check_ins_before,
      lag(cardinality(j.freezes), 1, 0) over entries as freezes_before,
      lag(j.energy, 1, 0) over entries as energy_before,
      lag(j.xp, 1, 0::bigint) over entries as xp_before,
      lag(j.points, 1, 0::bigint) over entries as points_before,
      lag(j.longest_streak, 1, 0) over entries as longest_before
    from app_public.journal_entries as j
    window entries as (partition by j.user_id order by j.sequence_number)
  ) as e
  where e.sequence_number <> e.sequence_number_before + 1
    or e.occurred_at < e.occurred_at_before
    or e.check_ins <> e.check_ins_before + e.check_ins_delta
    or cardinality(e.freezes) <> e.freezes_before - e.freezes_used + e.freezes_granted
    or e.energy <> e.energy_before + e.energy_refilled + e.energy_delta
    or e.xp <> e.xp_before + e.xp_delta
    or e.points <> e.points_before + e.points_delta
    or e.longest_streak < e.longest_before
  union all
  -- A run is a block of marked days.
  select s.user_id, 'The streak is not that of the calendar.'
  from app_private.user_states as s
  left join (
    select b.user_id,
      sum(b.length) as check_ins, max(b.length) as longest, max(b.last_day) as last_day,
      max(b.last_check_in_day) as last_check_in_day, max(b.last_freeze_day) as last_freeze_day,
      (array_agg(b.length order by b.last_day desc))[1] as length,
      (array_agg(b.started_on order by b.last_day desc))[1] as started_on
    from (
      select d.user_id, max(d.day) as last_day,
        count(*) filter (where d.mark in ('check_in', 'late')) as length,
        min(d.day) filter (where d.mark in ('check_in', 'late')) as started_on,
        max(d.day) filter (where d.mark in ('check_in', 'late')) as last_check_in_day,
        max(d.day) filter (where d.mark = 'freeze') as last_freeze_day
      from (
        select m.user_id, m.day, m.mark,
          m.day - row_number() over (partition by m.user_id order by m.day)::int as block
        from app_private.day_marks as m
      ) as d
      group by d.user_id, d.block
    ) as b
    group by b.user_id
  ) as c on c.user_id = s.user_id
  where row(s.check_ins, s.longest_streak, s.last_marked_day, s.last_check_in_day, s.last_freeze_day)
      is distinct from row(coalesce(c.check_ins, 0)::int, coalesce(c.longest, 0)::int, c.last_day, c.last_check_in_day, c.last_freeze_day)
    or s.run_length > 0 and row(s.run_length, s.run_started_on) is distinct from row(c.length::int, c.started_on)
  union all
  -- Nothing of a user is without its entry.
  select m.user_id, 'The mark of ' || app_rules.iso_date(m.day) || ' has no journal entry.'
  from app_private.day_marks as m
  where not exists (
    select from app_public.journal_entries as e
    where e.user_id = m.user_id and e.sequence_number = m.sequence_number and e.occurred_at = m.marked_at);
end;

comment on function app_private.verify() is
  'What contradicts itself: journal, state and calendar of every user. No row means that everything adds up.';
--! EndIncluded ops/verify.sql
--! Included seeds/error_codes.sql
insert into app_private.error_codes (sqlstate, code, meaning) values
  ('IA001', 'SIGNED_OUT', 'The command needs a signed-in user.'),
  ('IA002', 'NOT_AN_OPERATOR', 'Only an operator can do this.'),
  ('US001', 'UNKNOWN_ZONE', 'The zone is not one of the IANA names in app_private.zones.'),
  ('US002', 'INVALID_DAY_START', 'A day starts at hour 0, 4, 5 or 6.'),
  ('CK001', 'DAY_NOT_OPEN', 'The day is neither today nor a yesterday still within its grace.'),
  ('CA001', 'CALENDAR_TOO_LONG', 'The range of days is empty or longer than a calendar shows.'),
  ('ST001', 'NO_STREAK', 'There is no live streak to pause.'),
  ('PS001', 'INVALID_PAUSE', 'The pause is too long, not of days to come, or without a check-in since the last one.'),
  ('RP001', 'NOTHING_TO_REPAIR', 'No streak was lost on the day.'),
  ('RP002', 'REPAIR_TOO_LATE', 'The time to repair the streak is over.'),
  ('PT001', 'NOT_ENOUGH_POINTS', 'The command costs more points than there are.'),
  ('AM001', 'INVALID_AMNESTY', 'An amnesty is of 1 to 31 days, and has a short reason.'),
  ('RW001', 'UNKNOWN_REWARD', 'There is no reward of that id.'),
  ('RW002', 'REWARD_NOT_UNLOCKED', 'The reward has not been unlocked in that period.'),
  ('RW003', 'UNLOCK_EXPIRED', 'The time to claim after the unlock is over.'),
  ('RW004', 'REWARD_NOT_OPEN', 'The moment is outside the reward''s window.'),
  ('RW005', 'OUT_OF_STOCK', 'Nothing is left of the reward.'),
  ('FZ001', 'FREEZES_FULL', 'More freezes than the maximum would be held.'),
  ('IN001', 'INVENTORY_FULL', 'More distinct items than the maximum would be held.')
on conflict do nothing;
--! EndIncluded seeds/error_codes.sql
