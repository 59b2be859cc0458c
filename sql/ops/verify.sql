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
