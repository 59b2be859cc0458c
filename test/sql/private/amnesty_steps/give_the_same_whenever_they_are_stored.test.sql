-- Random calendars and amnesties: who is settled by commands at every turn, and who is not, come to the same, and each amnesty has
-- the effect that was foretold.
select plan(8);

create temp table differences (story int, at timestamptz, what text, eager text, lazy text);
-- What each amnesty was to change, and what it changed, for a user.
create temp table effects (foretold text, found text);
create temp table marks (mark app_public.mark, entries bigint);

-- As a command without any effect of its own.
create function pg_temp.job(subject text)
returns void
language plpgsql volatile
as $$
declare
  v_before app_private.user_states := app_private.lock_state(test.user_id(job.subject));
  v_at timestamptz := greatest(test.now(), v_before.last_occurred_at);
  v_settled app_private.user_states := app_private.settle(v_before, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
begin
  perform app_private.record(v_before, v_settled, v_settled, '{}', 'settings', v_settled.last_day, '{}', unlocks => false);
end
$$;

-- What a user is shown of what can differ: state and calendar.
create function pg_temp.shown(subject text)
returns text
language sql volatile
begin atomic
  select set_config('app.issuer', 'dev', false), set_config('app.subject', shown.subject, false);
  select row((m.state).streak, (m.state).energy, (m.state).points, (m.state).today,
    (select string_agg(concat_ws(' ', c.day, c.mark, c.reason), ', ' order by c.day) from app_public.me_calendar(m) as c))::text
  from app_public.me() as m;
end;

create function pg_temp.stored(subject text)
returns text
language sql volatile
begin atomic
  select row(to_jsonb(s) - '{user_id,sequence_number}'::text[], app_private.calendar_of(s.user_id))::text from test.stored(stored.subject) as s;
end;

-- The calendar as of now, stored or not.
create function pg_temp.calendar(subject text)
returns app_private.marked_day[]
language sql volatile
begin atomic
  select app_rules.calendar_with(app_private.calendar_of(test.user_id(subject)), app_private.unstored_marks(app_private.state_as_of(test.user_id(subject), test.now())));
end;

-- Declares an amnesty, and notes for a user what it was to change and what it changed.
create function pg_temp.declare(subject text, first_day date, last_day date)
returns effects
language plpgsql volatile
as $$
declare
  v_id constant uuid := test.user_id(subject);
  v_foretold text;
  v_calendar constant app_private.marked_day[] := pg_temp.calendar(subject);
  v_before constant app_private.user_states := app_private.state_as_of(v_id, test.now());
  v_after app_private.user_states;
  v_days bigint;
begin
  v_foretold := (select to_jsonb(e)::text from app_private.amnesty_effects(first_day, last_day) as e where e.user_id = v_id);
  if (app_private.declare_amnesty(test.user_id('olga'), first_day, last_day, first_day || ' ' || last_day)).already_declared then
    return null;
  end if;
  v_after := app_private.state_as_of(v_id, test.now());
  v_days := (
    select count(*) from unnest(pg_temp.calendar(subject)) as a left join unnest(v_calendar) as b on b.day = a.day
    where (a.mark, a.freeze_granted_on) is distinct from (b.mark, b.freeze_granted_on));
  return row(v_foretold, case when v_days > 0 then to_jsonb(row(v_id, v_before.run_length, v_after.run_length, v_before.longest_streak, v_after.longest_streak,
    cardinality(v_after.freezes) - cardinality(v_before.freezes), v_after.points - v_before.points, v_days)::app_public.amnesty_effect)::text end)::effects;
end
$$;

-- One story, and then it never happened.
create function pg_temp.tell(story int)
returns void
language plpgsql volatile
as $$
declare
  v_is_in_apia constant boolean := story % 5 = 0;
  v_since constant date := case when v_is_in_apia then '2011-12-24' else '2026-03-01' end;
  v_letters text := 'c';
  v_calendar app_private.marked_day[];
  v_missed_through date;
  v_pause date := v_since + floor(random() * 30)::int;
  v_first date;
  v_changes jsonb;
  v_at timestamptz;
  v_shown text;
  v_differences differences[] := '{}';
  v_effects effects[] := '{}';
  v_marks marks[];
begin
  for k in 1 .. 9 loop
    v_letters := v_letters || (array['c', 'c', 'c', 'f', 'f', 'r', 'a', '.', '.'])[1 + floor(random() * 9)::int];
  end loop;
  -- A run begins with a check-in, and goes on through the day without hours; the freezes are of some day before.
  v_letters := regexp_replace(v_letters, '\.[fra]', '.c', 'g');
  if v_is_in_apia then
    v_letters := overlay(v_letters placing case when substr(v_letters, 6, 1) = '.' then '.' else 't' end || 'c' from 7);
  end if;
  v_calendar := array(
    select row(c.day, c.mark, c.day - case when c.mark = 'freeze' then 1 + floor(random() * 6)::int end, c.paid_points)::app_private.marked_day
    from unnest(test.calendar(v_since, v_letters)) as c);
  v_missed_through := (select max(c.day) from unnest(v_calendar) as c) + case when random() < 0.6 then 0 else 1 + floor(random() * 2)::int end;
  -- No gap begins under a pause.
  if exists (select from unnest(v_calendar) as c
    where c.day + 1 between v_pause and v_pause + 3 and c.day < v_missed_through and not exists (select from unnest(v_calendar) as d where d.day = c.day + 1)) then
    v_pause := null;
  end if;
  v_changes := jsonb_build_object('zone', case when v_is_in_apia then 'Pacific/Apia' else 'UTC' end, 'points', 500, 'lifetime_points', 900,
    'freezes', to_jsonb(array(select v_since - 1 from generate_series(1, floor(random() * 3)::int))),
    'paused_from', v_pause, 'paused_until', v_pause + floor(random() * 4)::int);
  v_at := app_rules.day_end(v_missed_through, v_changes ->> 'zone', 0) + interval '9 hours';
  perform test.add_user('eager', v_at, v_calendar, v_missed_through, v_changes);
  perform test.add_user('lazy', v_at, v_calendar, v_missed_through, v_changes);

  for k in 1 .. 3 loop
    if random() < 0.8 then
      v_at := v_at + random() * interval '60 hours';
    end if;
    perform test.set_clock(v_at);
    if random() < 0.5 then
      perform pg_temp.job('eager');
    end if;
    v_first := v_since + floor(random() * 16)::int;
    v_effects := v_effects || pg_temp.declare('lazy', v_first, v_first + floor(random() * 5)::int);
    if random() < 0.5 then
      perform pg_temp.job('eager');
    end if;
    v_differences := v_differences || row(story, v_at, 'shown', pg_temp.shown('eager'), pg_temp.shown('lazy'))::differences;
  end loop;

  v_at := v_at + random() * interval '60 hours';
  perform test.set_clock(v_at);
  v_shown := pg_temp.shown('lazy');
  perform pg_temp.job('eager');
  perform pg_temp.job('lazy');
  v_differences := v_differences || row(story, v_at, 'shown and stored', pg_temp.shown('lazy'), v_shown)::differences
    || row(story, v_at, 'stored', pg_temp.stored('eager'), pg_temp.stored('lazy'))::differences;
  v_marks := array(
    select row(d.mark, (select count(*) from app_public.journal_entries as e where e.user_id = d.user_id and e.kind = 'amnesty'))::marks
    from app_private.day_marks as d where d.user_id = test.user_id('lazy'));
  raise exception using errcode = 'TS000';
exception when sqlstate 'TS000' then
  insert into differences select * from unnest(v_differences) as d where d.eager is distinct from d.lazy;
  insert into effects select * from unnest(v_effects);
  insert into marks select * from unnest(v_marks);
end
$$;

select setseed(0.5);
select count(pg_temp.tell(n)) from generate_series(1, 100) as n;
select is_empty('select * from differences', 'all of 100 pairs come to the same state and the same calendar');
select is_empty('select * from effects where foretold is distinct from found', 'what a preview said is what the declaration changed');
select is((select count(*) > 100 from effects where found is not null), true, 'many amnesties changed something');
select is((select count(*) > 20 from effects where (found::jsonb ->> 'streak_after')::int > (found::jsonb ->> 'streak_before')::int), true, 'some restored a run');
select is((select count(*) > 20 from effects where (found::jsonb ->> 'freezes_returned')::int > 0), true, 'some gave freezes back');
select is((select count(*) > 5 from effects where (found::jsonb ->> 'points_returned')::int > 0), true, 'or points');
select is((select array_agg(distinct m.entries order by m.entries) from marks as m), '{0,1,2,3}'::bigint[], 'from no entry to three were stored');
select is((select array_agg(distinct m.mark order by m.mark) from marks as m), '{check_in,freeze,pause,amnesty,travel,repair}'::app_public.mark[], 'and every mark was there, the day without hours too');
