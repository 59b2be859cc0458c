select plan(26);

-- Rewards of every kind, and rules that change twice.
select test.add_reward('{"id": "shield", "gives_freezes": 1, "repeats": "month"}', '{"check_ins": 2}');
select test.add_reward('{"id": "run_of_four", "gives_points": 9, "gives_freezes": 1, "repeats": "run", "auto_claim": true}', '{"current_streak": 4}');
select test.add_reward('{"id": "daily", "gives_energy": 30, "gives_xp": 2, "repeats": "day", "claim_within_hours": 20}', '{"energy": 80, "check_ins": 3}');
select test.add_reward('{"id": "mug", "gives_points": 20, "stock": 7}', '{"lifetime_points": 100}');
select test.add_reward('{"id": "raffle", "gives_points": 1, "stock": 12, "repeats": "week", "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "box", "gives_items": {"coffee": 2, "focus_chip": 1}, "repeats": "week"}', '{"level": 2}');
select test.add_reward('{"id": "kit", "gives_items": {"streak_freeze": 1}, "starts_at": "2026-07-20"}', '{"check_ins": 1}');
select test.add_reward('{"id": "summer", "gives_points": 50, "starts_at": "2026-06-01", "ends_at": "2026-07-01"}', '{"check_ins": 40}');
insert into app_private.items (id, title, description, price_points, gives, on_sale) values
  ('purse', 'Purse', 'Some points.', 10, test.effects('{"points": 9, "energy": 1}'), true),
  ('old_badge', 'Old badge', 'No more to be had.', 1, test.effects('{"xp": 5}'), false);
select test.add_rule_version('2026-05-03 07:11+00', '{"check_in_points": 17, "energy_max": 130, "energy_overfill": 15, "energy_refill_amount": 3, "energy_refill_seconds": 5000,
  "freeze_every_days": 4, "freezes_max": 3, "late_grace_minutes": 300, "travel_cover_days": 5,
  "repair_points": 4, "repair_within_days": 9, "pause_max_days": 12}');
select test.add_rule_version('2026-07-14 21:40+00', '{"check_in_energy": 7, "energy_max": 60, "energy_overfill": 0, "freezes_max": 1, "late_grace_minutes": 15, "inventory_max": 1,
  "level_thresholds": [0, 30, 90, 500, 900], "level_boosts_basis_points": [10000, 10300, 11111, 12000, 20000]}');

-- One of the users has a clock that is ahead of everybody's.
select test.set_clock('2026-03-01 00:00+00');
select app_private.create_test_user('dev', 'user 0', 'UTC', 0);

create temp table entries_at (user_id uuid, at timestamptz, sequence_number bigint, constraint one_for_each_instant primary key (user_id, at));
create temp table states_at (user_id uuid, at timestamptz, state app_private.user_states);
create temp table outcomes (command text, outcome text);

-- What does not hold of a user, seen from the state row, the new entries and the calendar.
create function pg_temp.violations(user_id uuid, entries_before bigint)
returns table (violation text)
language sql stable
begin atomic
  with state as (select s.* from app_private.user_states as s where s.user_id = violations.user_id),
  entries as (
    select e.* from app_public.journal_entries as e
    where e.user_id = violations.user_id and e.sequence_number >= greatest(violations.entries_before, 1)
  ),
  steps as (
    select e as entry, lag(e) over (order by e.sequence_number) as before
    from app_public.journal_entries as e
    where e.user_id = violations.user_id and e.sequence_number >= greatest(violations.entries_before, 1)
  ),
  marks as (
    select d.*, d.mark in ('check_in', 'late') as counts, e.kind, d.day - (row_number() over (order by d.day))::int as run
    from app_private.day_marks as d join app_public.journal_entries as e using (user_id, sequence_number) where d.user_id = violations.user_id
  ),
  runs as (
    select m.run, count(*) filter (where m.counts) as length, min(m.day) filter (where m.counts) as started_on, max(m.day) as until from marks as m group by m.run
  )
  select 'the state row is not the last entry' from state as s
  where not exists (
    select from entries as e
    where e.sequence_number = s.sequence_number
      and not exists (select from entries as later where later.sequence_number > s.sequence_number)
      and (e.occurred_at, e.rule_version_id, e.last_day, e.zone, e.day_start_hour, e.check_ins, e.run_length, e.run_started_on, e.longest_streak, e.last_marked_day,
        e.last_check_in_day, e.last_freeze_day, e.last_travel_day, e.freezes, e.energy, e.energy_anchor, e.xp, e.level, e.points, e.lifetime_points, e.inventory,
        e.paused_from, e.paused_until, e.last_amnesty_id)
      is not distinct from
        (s.last_occurred_at, s.rule_version_id, s.last_day, s.zone, s.day_start_hour, s.check_ins, s.run_length, s.run_started_on, s.longest_streak, s.last_marked_day,
        s.last_check_in_day, s.last_freeze_day, s.last_travel_day, s.freezes, s.energy, s.energy_anchor, s.xp, s.level, s.points, s.lifetime_points, s.inventory,
        s.paused_from, s.paused_until, s.last_amnesty_id)
  )
  union all
  select 'after is not the previous after and the delta: ' || (t.entry).sequence_number from steps as t
  where (t.before).sequence_number is not null and (
    (t.entry).sequence_number <> (t.before).sequence_number + 1
    or (t.entry).occurred_at < (t.before).occurred_at
    -- An amnesty is of its own day, and does not move the last engagement day.
    or (t.entry).day < (t.before).day and (t.entry).kind <> 'check_in' and (t.before).kind <> 'amnesty'
    or (t.entry).points <> (t.before).points + (t.entry).points_delta
    -- What an amnesty or a reversal gives back was received before; what a reversal takes back was not received after all.
    or (t.entry).lifetime_points <> (t.before).lifetime_points + case (t.entry).kind
      when 'amnesty' then 0 when 'reversal' then least((t.entry).points_delta, 0) else greatest((t.entry).points_delta, 0) end
    or (t.entry).points_delta < 0 and (t.entry).kind not in ('repair', 'buy', 'reversal')
    or (t.entry).energy_delta < 0 and (t.entry).kind not in ('spend', 'reversal')
    or (t.entry).freezes_granted < 0 and (t.entry).kind <> 'reversal'
    or app_rules.items_taken((t.entry).items_delta) <> '{}' and (t.entry).kind not in ('use', 'discard', 'reversal')
    or (t.entry).last_amnesty_id < (t.before).last_amnesty_id
    or (t.entry).kind = 'amnesty' and ((t.entry).last_amnesty_id <> ((t.entry).asked ->> 'amnesty_id')::int or (t.entry).last_day is distinct from (t.before).last_day)
    or row((t.entry).paused_from, (t.entry).paused_until) is distinct from row((t.before).paused_from, (t.before).paused_until) and (t.entry).kind not in ('pause', 'check_in')
    -- An open pause is moved; it is never longer than the rules allow.
    or (t.entry).kind = 'pause' and (
      (t.entry).paused_until - (t.entry).paused_from >= (select v.pause_max_days from app_private.rule_versions as v where v.id = (t.entry).rule_version_id)
      or (t.entry).paused_from <> case when (t.before).paused_from > (t.before).last_check_in_day then (t.before).paused_from else (t.entry).day + 1 end)
    or (t.entry).run_length > (t.before).run_length + 1 and (t.entry).kind not in ('repair', 'amnesty')
    or (t.entry).xp <> (t.before).xp + (t.entry).xp_delta
    or (t.entry).energy <> (t.before).energy + (t.entry).energy_refilled + (t.entry).energy_delta
    or (t.entry).check_ins <> (t.before).check_ins + (t.entry).check_ins_delta
    or cardinality((t.entry).freezes) <> cardinality((t.before).freezes) + (t.entry).freezes_granted - (t.entry).freezes_used
    or (t.entry).inventory <> app_rules.inventory_after_delta((t.before).inventory, (t.entry).items_delta)
    or (t.entry).level < (t.before).level
    or (t.entry).longest_streak < (t.before).longest_streak
    or (t.entry).check_ins_delta <> ((t.entry).kind = 'check_in')::int)
  union all
  select 'the streak is not that of the calendar' from state as s
  where s.check_ins <> (select count(*) from marks as m where m.counts)
    or s.longest_streak <> (select coalesce(max(r.length), 0) from runs as r)
    or s.last_marked_day is distinct from (select max(m.day) from marks as m)
    or s.run_length > 0 and not exists (
      select from runs as r where (r.length, r.started_on, r.until) = (s.run_length, s.run_started_on, s.last_marked_day))
  union all
  select 'a day that ended the run is marked, and not by a repair or an amnesty' from marks as m, app_public.journal_entries as e
  where e.user_id = violations.user_id and e.run_length = 0 and e.check_ins > 0 and m.day = e.last_marked_day + 1
    and m.sequence_number > e.sequence_number and m.sequence_number >= violations.entries_before and m.kind not in ('repair', 'amnesty')
  union all
  select 'marks are out of order' from (
    select m.sequence_number < lag(m.sequence_number) over (order by m.day) or m.marked_at < lag(m.marked_at) over (order by m.day) as wrong
    from marks as m where m.kind not in ('repair', 'amnesty')
  ) as o where o.wrong
  union all
  -- An amnesty turns them into its own marks later, and uses those that it sets free.
  select 'a freeze mark without a freeze used, or the other way round: ' || e.sequence_number
  from entries as e, lateral (select count(*) from marks as m where m.mark = 'freeze' and m.sequence_number = e.sequence_number) as f(marked)
  where e.sequence_number > violations.entries_before and e.kind <> 'amnesty' and f.marked <> e.freezes_used
  union all
  select 'more freezes than were granted' from state as s
  where cardinality(s.freezes) + (select count(*) from marks as m where m.mark = 'freeze')
    > (select sum(e.freezes_granted) from app_public.journal_entries as e where e.user_id = violations.user_id and e.kind <> 'amnesty')
  union all
  select 'a day is repaired without its price, or the other way round'
  where coalesce((select sum(m.paid_points) from marks as m), 0)
    <> (select coalesce(sum(-e.points_delta), 0) from app_public.journal_entries as e where e.user_id = violations.user_id and e.kind in ('repair', 'amnesty'))
  union all
  select 'the clock is not that of its moves' from state as s
  where s.clock_ahead_seconds is distinct from (
    select sum(case e.kind when 'clock' then (e.asked ->> 'days')::int * 86400 + (e.asked ->> 'hours')::int * 3600 else 0 end)
    from app_public.journal_entries as e where e.user_id = s.user_id having bool_or(e.asked ? 'test_user'))
  union all
  select 'a check-in is under the pause' from state as s, marks as m where m.counts and m.day between s.paused_from and s.paused_until
  union all
  select 'level is below that of the XP' from state as s, app_private.rule_versions as v
  where v.id = s.rule_version_id and (s.level < app_rules.level_for_xp(s.xp, v.level_thresholds) or s.points < 0 or s.energy < 0);
end;

-- What does not add up in what is explained to the one who is signed in, or has no words.
create function pg_temp.misexplained()
returns table (violation text)
language plpgsql volatile
as $$
declare
  v_me constant app_public.me := app_public.me();
  v_streak constant app_public.streak := (v_me.state).streak;
  v_explained constant app_public.streak_explanation := app_public.me_explain_streak(v_me);
begin
  return query
  select b.balance || ': does not add up'
  from unnest(enum_range(null::app_public.balance)) as b(balance), lateral app_public.me_explain_balance(v_me, b.balance, 100) as e
  where e.text is null
    or e.current <> case b.balance when 'points' then (v_me.state).points else ((v_me.state).energy).value end
    or e.current <> (select coalesce(sum(p.change), 0) from unnest(e.parts) as p)
    or e.current <> e.refilled_since + coalesce((e.entries[1]).balance_after, case when e.parts[1].entries = 0 then e.current - e.refilled_since else 0 end)
    or exists (
      select from (select l.*, lead(l.balance_after) over (order by l.k) as before from unnest(e.entries)
        with ordinality as l(sequence_number, occurred_at, day, kind, what, refilled, change, balance_after, k)) as l
      where l.what is null or l.balance_after <> l.before + l.refilled + l.change)
  union all
  select 'streak: ' || v_explained.text
  where (v_explained.text like 'Your streak is ' || v_streak.current || ':%') is not true
    or v_streak.check_ins > 0 and (
      select (
        count(*) filter (where d.counts) = max(d.streak)
        and count(*) filter (where d.mark is null) = (v_streak.current = 0)::int
        and min(d.day) filter (where d.counts) = min(d.day) and max(d.day) filter (where d.mark is not null) - min(d.day) + 1 = count(d.mark)
        and num_nulls(v_streak.started_on, nullif(min(d.day), v_streak.started_on)) = 1
        and (v_streak.current = 0 or max(d.streak) = v_streak.current)
        and bool_and(num_nulls(d.why, d.otherwise, d.zone, d.day_start_hour) = 0)
        and bool_and(num_nulls(d.rule_version_id, d.marked_at, d.sequence_number) in (0, 3))
      ) is not true
      from unnest(v_explained.days) as d)
  union all
  select r.reward_id || ': ' || coalesce(e.text, 'nothing is said')
  from app_public.me_rewards(v_me) as r, lateral app_public.me_explain_reward(v_me, r.reward_id) as e
  where e.text is null or (e.status, e.title) <> (r.status, r.title) or e.period_key is distinct from r.period_key
    or r.unlocked_at is not null and (e.unlocked).unlocked_at is distinct from r.unlocked_at
    or r.claimed_at is not null and (e.claimed).claimed_at is distinct from r.claimed_at;
end
$$;

-- One command of a user at random; its outcome.
create function pg_temp.command(subject text)
returns text
language plpgsql volatile
as $$
declare
  v_dice constant float8 := random();
  v_before constant text := test.stored(subject)::text;
  v_zones constant text[] := '{UTC,Europe/Berlin,America/New_York,Asia/Tokyo,Pacific/Kiritimati,Etc/GMT+12,Asia/Kathmandu,Pacific/Apia}';
  v_rewards constant text[] := '{shield,run_of_four,daily,mug,raffle,box,kit,summer,streak_3,streak_7,weekly_five,level_5,no_such}';
  v_command text;
  v_items constant text[] := '{coffee,focus_chip,streak_freeze,purse,old_badge,no_such}';
  v_item constant text := v_items[1 + floor(random() * cardinality(v_items))::int];
  -- Few enough that a key is used a second time now and then.
  v_key constant uuid := lpad(floor(random() * 900)::text, 32, '0')::uuid;
  v_id constant uuid := test.user_id(subject);
  v_shown app_public.state;
  v_day date;
  v_entry app_public.journal_entries;
  v_answer app_public.command_result;
begin
  v_command := case
    when random() < case subject when 'user 0' then 0.1 else 0.001 end then 'clock'
    when v_dice < 0.37 then 'check_in'
    when v_dice < 0.43 then 'check_in_yesterday'
    when v_dice < 0.45 then 'check_in_some_day'
    when v_dice < 0.60 then 'claim'
    when v_dice < 0.64 then 'settings'
    when v_dice < 0.67 then 'pause'
    when v_dice < 0.72 then 'repair'
    when v_dice < 0.726 then 'amnesty'
    when v_dice < 0.735 then 'bootstrap'
    when v_dice < 0.79 then 'spend'
    when v_dice < 0.85 then 'buy'
    when v_dice < 0.90 then 'use'
    when v_dice < 0.91 then 'discard'
    when v_dice < 0.94 then 'grant'
    when v_dice < 0.97 then 'reverse'
    when v_dice < 0.985 then 'repeat'
    else 'read'
  end;
  begin
    case v_command
      when 'check_in' then perform app_public.check_in();
      when 'check_in_yesterday' then perform app_public.check_in(((app_public.me()).state).today - 1);
      when 'check_in_some_day' then perform app_public.check_in(((app_public.me()).state).today + 3 - floor(random() * 20)::int);
      when 'claim' then perform app_public.claim_reward(v_rewards[1 + floor(random() * cardinality(v_rewards))::int]);
      when 'settings' then perform app_public.update_settings(
        v_zones[1 + floor(random() * cardinality(v_zones))::int], ('{0,4,5,6}'::int[])[1 + floor(random() * 4)::int]);
      when 'pause' then perform app_public.pause_streak(((app_public.me()).state).today + floor(random() * 20)::int);
      when 'repair' then
        v_shown := (app_public.me()).state;
        perform app_public.repair_streak(case when random() < 0.6 then coalesce((v_shown.streak).repair.day, v_shown.today - 1) else v_shown.today - floor(random() * 12)::int end);
      when 'amnesty' then
        v_day := test.now()::date + 3 - floor(random() * 10)::int;
        perform app_private.declare_amnesty(test.user_id('olga'), v_day, v_day + floor(random() * 4)::int, 'Storm.');
      when 'spend' then perform app_public.spend_energy(floor(random() * 70)::int, v_key, case when random() < 0.2 then repeat('x', floor(random() * 230)::int) end);
      when 'buy' then perform app_public.buy_item(v_item, v_key, floor(random() * 4)::int);
      when 'use' then perform app_public.use_item(v_item, v_key);
      when 'discard' then perform app_public.discard_item(v_item, v_key, floor(random() * 3)::int);
      when 'clock' then perform app_public.advance_my_clock(v_key, floor(random() * 3)::int, floor(random() * 30)::int - 1);
      when 'grant' then perform app_private.grant_effects(v_id, test.user_id('olga'), test.effects(case floor(random() * 6)::int
        when 0 then jsonb_build_object('points', floor(random() * 250)) when 1 then '{"energy": 40, "xp": 3}' when 2 then '{"freezes": 1}'
        when 3 then jsonb_build_object('items', jsonb_build_object(v_item, 1)) when 4 then '{"points": 5, "energy": 5, "xp": 5, "freezes": 1, "items": {"coffee": 1, "purse": 1}}'
        else '{}' end), case when random() < 0.95 then 'A gift.' end, v_key);
      when 'reverse' then perform app_private.reverse_entry(case when random() < 0.05 then test.user_id('nobody') else v_id end, test.user_id('olga'), (test.stored(subject)).sequence_number + 1 - floor(random() * 15)::int, 'A mistake.');
      when 'repeat' then
        select e.* into v_entry from app_public.journal_entries as e where e.user_id = v_id and e.idempotency_key is not null
        order by e.sequence_number desc offset floor(random() * 8) limit 1;
        case v_entry.kind
          when 'spend' then v_answer := app_public.spend_energy((v_entry.asked ->> 'amount')::int, v_entry.idempotency_key, v_entry.asked ->> 'reason');
          when 'buy' then v_answer := app_public.buy_item(v_entry.asked ->> 'item_id', v_entry.idempotency_key, (v_entry.asked ->> 'quantity')::int);
          when 'use' then v_answer := app_public.use_item(v_entry.asked ->> 'item_id', v_entry.idempotency_key);
          when 'discard' then v_answer := app_public.discard_item(v_entry.asked ->> 'item_id', v_entry.idempotency_key, (v_entry.asked ->> 'quantity')::int);
          when 'clock' then v_answer := app_public.advance_my_clock(v_entry.idempotency_key, (v_entry.asked ->> 'days')::int, (v_entry.asked ->> 'hours')::int);
          when 'grant' then v_answer := app_private.grant_effects(v_id, test.user_id('olga'),
            jsonb_populate_record(null::app_public.effects, v_entry.asked -> 'gives'), v_entry.asked ->> 'reason', v_entry.idempotency_key);
          else null;
        end case;
        -- But for an amnesty that was waiting for the user's next command.
        if row(v_answer.replayed, v_answer.sequence_number) is distinct from row(case when v_entry.kind is not null then true end, v_entry.sequence_number)
          or exists (select from app_public.journal_entries as e where e.user_id = v_id
            and e.sequence_number > (v_before::app_private.user_states).sequence_number and e.kind <> 'amnesty') then
          return 'a repeat was made anew';
        end if;
      when 'bootstrap' then perform app_public.bootstrap('Asia/Tokyo', 6);
      when 'read' then
        perform from app_public.me() as m, app_public.me_calendar(m), app_public.me_rewards(m);
        if test.stored(subject)::text is distinct from v_before then
          return 'a read wrote';
        end if;
    end case;
    insert into outcomes values (v_command, 'done');
  exception when others then
    insert into outcomes values (v_command, sqlstate);
    if sqlstate !~ '^(CK001|RW00[1-5]|FZ00[12]|IN001|ST001|PS001|RP00[12]|PT001|NR001|QT001|RS001|IK001|IT00[1-4]|GR001|RV001|US00[34])$' then
      return v_command || ' failed: ' || sqlstate || ' ' || sqlerrm;
    end if;
    if test.stored(subject)::text is distinct from v_before then
      return v_command || ' was refused and wrote';
    end if;
  end;
  return null;
end
$$;

-- Some weeks of ten users: a statement of its own, so that what it has changed again and again is cleared away after it.
create function pg_temp.history(since timestamptz, until timestamptz, seed float8)
returns table (at timestamptz, subject text, violation text)
language plpgsql volatile
as $$
declare
  v_at timestamptz := greatest(since, (select max(a.declared_at) from app_private.amnesties as a));
  v_id uuid;
  v_entries bigint;
  v_shown app_public.state;
  v_stored app_private.user_states;
begin
  perform setseed(seed);
  while v_at < until loop
    v_at := v_at + make_interval(secs => floor(random() * 2 * 86400 / 15)::int);
    -- Now and then the clock of a server is behind.
    history.at := v_at - case when random() < 0.05 then interval '3 hours' else interval '0' end;
    subject := 'user ' || floor(random() * 10)::int;
    v_id := test.user_id(subject);
    perform test.set_clock(history.at);
    perform set_config('app.issuer', 'dev', false), set_config('app.subject', subject, false);
    -- A command that is dated back was not there yet for a read of a later instant.
    delete from states_at as s where history.at < v_at and s.at >= history.at;
    v_stored := test.stored(subject);
    v_entries := coalesce(v_stored.sequence_number, 0);
    if v_stored.last_occurred_at < history.at - interval '1 second' and history.at = v_at and v_stored.clock_ahead_seconds is null then
      insert into states_at values (v_id, history.at - interval '1 second', app_private.state_as_of(v_id, history.at - interval '1 second'));
    end if;
    if random() < 0.06 then
      for violation in select v.violation from pg_temp.misexplained() as v loop
        return next;
      end loop;
    end if;
    violation := pg_temp.command(subject);
    if violation is not null then
      return next;
    end if;
    v_stored := test.stored(subject);
    if v_stored.sequence_number > v_entries then
      insert into entries_at values (v_id, v_stored.last_occurred_at, v_stored.sequence_number)
      on conflict on constraint one_for_each_instant do update set sequence_number = excluded.sequence_number;
      for violation in select v.violation from pg_temp.violations(v_id, v_entries) as v loop
        return next;
      end loop;
      v_shown := (app_public.me()).state;
      if (v_shown.points, v_shown.sequence_number) is distinct from (v_stored.points, v_stored.sequence_number) then
        violation := 'a read at once does not show what was stored';
        return next;
      end if;
      if ((v_shown.streak).expires_at is null) <> ((v_shown.streak).status in ('none', 'broken', 'paused'))
        or (v_shown.streak).status = 'paused' and v_shown.today not between (v_shown.streak).paused_from and (v_shown.streak).paused_until then
        violation := 'a run without an end, or a pause without a day';
        return next;
      end if;
    end if;
  end loop;
end
$$;

select is_empty($$select * from pg_temp.history('2026-03-01 00:00+00', '2026-04-10 00:00+00', 0.42)$$, 'after each of hundreds of random commands every invariant holds');
select is_empty($$select * from pg_temp.history('2026-04-10 00:00+00', '2026-05-20 00:00+00', 0.43)$$, 'and after hundreds more, when new rules have come');
select is_empty($$select * from pg_temp.history('2026-05-20 00:00+00', '2026-07-01 00:00+00', 0.44)$$, 'and more');
select is_empty($$select * from pg_temp.history('2026-07-01 00:00+00', '2026-08-20 00:00+00', 0.45)$$, 'and when they have changed again');
select is((select count(*) > 2500 from outcomes), true, 'there were thousands');
select is((select array_agg(distinct o.outcome) from outcomes as o where o.outcome <> 'done'), '{CK001,FZ001,FZ002,GR001,IK001,IN001,IT001,IT002,IT003,IT004,NR001,PS001,PT001,QT001,RP001,RP002,RS001,RV001,RW001,RW002,RW003,RW004,RW005,ST001,US003,US004}'::text[],
  'commands were refused for every reason there is');
select is((select count(*) > 1000 from outcomes as o where o.outcome = 'done'), true, 'and most were not');
select is((select array_agg(distinct e.kind order by e.kind) from app_public.journal_entries as e), enum_range(null::app_public.journal_kind), 'every kind of entry is there');
select is((select array_agg(distinct d.mark order by d.mark) from app_private.day_marks as d), enum_range(null::app_public.mark), 'and every mark');
select is_empty($$
  select e.user_id from app_public.journal_entries as e group by e.user_id
  having min(e.sequence_number) <> 1 or max(e.sequence_number) <> count(*)$$, 'sequence numbers have no gaps');
select is_empty($$
  select s.user_id from app_private.user_states as s join app_public.journal_entries as e using (user_id)
  group by s.user_id, s.points, s.xp, s.check_ins, s.energy
  having sum(e.points_delta) <> s.points or sum(e.xp_delta) <> s.xp or sum(e.check_ins_delta) <> s.check_ins
    or sum(e.energy_delta + e.energy_refilled) <> s.energy$$, 'the deltas of all entries make the state');
select is_empty($$
  select a.* from entries_at as a
  where a.sequence_number <> (select e.sequence_number from app_public.journal_entries as e
    where e.user_id = a.user_id and e.occurred_at <= a.at and not (e.kind = 'amnesty' and e.sequence_number > a.sequence_number) order by e.sequence_number desc limit 1)$$,
  'the state at any past instant is the last entry until then; an amnesty may come after it that is dated no later');
select is_empty($$
  select u.reward_id from app_private.reward_unlocks as u join app_public.journal_entries as e using (user_id, sequence_number)
  where u.unlocked_at <> e.occurred_at or u.rule_version_id <> e.rule_version_id$$, 'every unlock names its entry');
select is_empty($$
  select c.reward_id from app_private.reward_claims as c left join app_public.journal_entries as e using (user_id, sequence_number)
  where e.kind is distinct from 'claim' or e.asked <> jsonb_build_object('reward_id', c.reward_id, 'period_key', c.period_key) or c.claimed_at <> e.occurred_at
  union all
  select e.user_id::text from app_public.journal_entries as e left join app_private.reward_claims as c using (user_id, sequence_number)
  where e.kind = 'claim' and c.user_id is null$$, 'claims and their entries are the same');
select is_empty($$
  select r.id, r.stock from app_private.rewards as r where r.stock is not null
    and r.stock <> (select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = r.id)
      + (select count(*) from app_private.reward_claims as c where c.reward_id = r.id and c.from_stock)$$, 'what was claimed from it and what is left make the stock');
select is((select array_agg(distinct u.subject || ' ' || c.from_stock order by u.subject || ' ' || c.from_stock) from app_private.reward_claims as c join app_private.users as u using (user_id) where c.reward_id = 'raffle' and u.subject < 'user 2'),
  '{user 0 false,user 1 true}', 'of which a test user takes nothing');
select is_empty($$
  select e.user_id, e.sequence_number, e.kind from app_public.journal_entries as e
  where e.kind = 'spend' and (e.energy_delta <> -(e.asked ->> 'amount')::int or e.items_delta <> '{}')
    or e.kind = 'buy' and (e.points_delta <> -(e.terms ->> 'price_points')::bigint * (e.asked ->> 'quantity')::int
      or e.items_delta <> jsonb_build_object(e.asked ->> 'item_id', e.asked -> 'quantity') or e.energy_delta <> 0)
    or e.kind = 'use' and (e.items_delta <> jsonb_build_object(e.asked ->> 'item_id', -1)
      or (e.points_delta, e.xp_delta, e.freezes_granted) <> ((e.terms -> 'gives' ->> 'points')::bigint, (e.terms -> 'gives' ->> 'xp')::bigint, (e.terms -> 'gives' ->> 'freezes')::int)
      or e.energy_delta not between 0 and (e.terms -> 'gives' ->> 'energy')::int
      or (e.energy_delta, e.points_delta, e.xp_delta, e.freezes_granted) = (0, 0, 0, 0))$$, 'every spend, purchase and use changed what it asked for, at its price');
select is_empty($$
  select r.user_id, r.sequence_number from app_public.journal_entries as r left join app_public.journal_entries as e on e.user_id = r.user_id and e.sequence_number = r.reverses
  where r.kind = 'reversal' and (e.kind in ('check_in', 'claim', 'spend', 'buy', 'use', 'discard', 'grant')
    and r.points_delta = -e.points_delta and r.freezes_granted = -e.freezes_granted and r.xp_delta = 0 and r.items_delta = app_rules.items_delta(e.items_delta, '{}')
    and r.energy_delta between least(-e.energy_delta, 0) and greatest(-e.energy_delta, 0)) is not true$$, 'every reversal is the opposite of what it reverses, as far as energy fits');
select is_empty('select * from app_private.verify()', 'and all adds up');
select is_empty($$
  select e.user_id, e.sequence_number from app_public.journal_entries as e join app_private.amnesties as a on a.id = (e.asked ->> 'amnesty_id')::int
  where e.kind = 'amnesty' and e.occurred_at <> greatest(a.declared_at + make_interval(secs => (
    select coalesce(sum((b.asked ->> 'days')::int * 86400 + (b.asked ->> 'hours')::int * 3600), 0)
    from app_public.journal_entries as b where b.user_id = e.user_id and b.kind = 'clock' and b.sequence_number < e.sequence_number)), (
    select b.occurred_at from app_public.journal_entries as b where b.user_id = e.user_id and b.sequence_number = e.sequence_number - 1))$$, 'each amnesty is dated at its declaration by the user''s clock, or at the entry before it');
select is((select count(*) = count(distinct (e.user_id, e.asked)) and count(distinct e.asked) > 5 from app_public.journal_entries as e where e.kind = 'amnesty'), true, 'and was taken in once');

-- A what-if that proposes what is so comes to what is so: the same fold, decided anew. What has a stock stays as it was.
update app_private.rewards set saved_at = 'infinity' where stock is not null;
create function pg_temp.otherwise(since timestamptz)
returns table (user_id uuid, what text)
language sql stable
begin atomic
  select o.user_id, concat_ws('; ', app_rules.record_difference(to_jsonb(o.before) - 'rule_version_id', to_jsonb(o.after) - 'rule_version_id'), r.reward_id, o.refused)
  from app_private.what_if_users(since, row(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 5, null, null)::app_public.rule_parameters,
    array(select app_private.reward_definition(w) from app_private.rewards as w where w.stock is null and w.id <> 'summer')) as o
  left join lateral (select t.reward_id from unnest(o.rewards) as t where (t.unlocks_before, t.claims_before) <> (t.unlocks_after, t.claims_after)) as r on true
  where to_jsonb(o.before) - 'rule_version_id' <> to_jsonb(o.after) - 'rule_version_id' or r.reward_id is not null or o.refused > 0;
end;
select is_empty($$select * from pg_temp.otherwise('2026-02-01')$$, 'a what-if of nothing new, since the beginning');
select is_empty($$select * from pg_temp.otherwise('2026-05-01 13:00+00')$$, 'and since the middle');
select is_empty($$select * from pg_temp.otherwise('2026-08-01 13:00+00')$$, 'and since near the end');

-- The state at a past instant is what a read showed then; only its entry may have another number, of an amnesty stored later.
select is((select count(*) > 1500 from states_at), true, 'thousands of reads of a past instant');
select is_empty($$
  select p.user_id, p.at, app_rules.record_difference(to_jsonb(p.state) - 'sequence_number', to_jsonb(app_private.state_at(p.user_id, p.at)) - 'sequence_number')
  from states_at as p
  where to_jsonb(p.state) - 'sequence_number' <> to_jsonb(app_private.state_at(p.user_id, p.at)) - 'sequence_number'$$, 'are what state_at says later');
