select plan(7);

-- The job: takes in amnesties, settles the stored state and records it, as a command without any effect of its own.
create function pg_temp.job(subject text)
returns void
language plpgsql volatile
as $$
declare
  v_before app_private.user_states := app_private.lock_state(test.user_id(job.subject));
  v_at timestamptz := test.now();
  v_settled app_private.user_states := app_private.settle(v_before, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
begin
  perform app_private.record(v_before, v_settled, v_settled, '{}', 'settings', v_settled.last_day, '{}', unlocks => false);
end
$$;

-- A command of a user; its outcome.
create function pg_temp.command(subject text, command text, days int)
returns text
language plpgsql volatile
as $$
declare
  v_state app_public.state;
begin
  perform set_config('app.issuer', 'dev', false), set_config('app.subject', command.subject, false);
  v_state := (app_public.me()).state;
  case command.command
    when 'check_in' then return (select row(c.day, c.mark)::text from app_public.check_in() as c);
    when 'check_in_yesterday' then return (select row(c.day, c.mark)::text from app_public.check_in(v_state.today - 1) as c);
    when 'pause' then return (select (p.state).streak::text from app_public.pause_streak(v_state.today + command.days) as p);
    when 'repair' then return (select row(r.days, r.points, (r.state).streak)::text from app_public.repair_streak(coalesce((v_state.streak).repair.day, v_state.today - command.days)) as r);
  end case;
exception when sqlstate 'CK001' or sqlstate 'ST001' or sqlstate 'PS001' or sqlstate 'RP001' or sqlstate 'RP002' or sqlstate 'PT001' then
  return sqlstate;
end
$$;

-- What a user sees: the state, and each day with the reason.
create function pg_temp.seen(subject text)
returns text
language sql volatile
begin atomic
  select set_config('app.issuer', 'dev', false), set_config('app.subject', seen.subject, false);
  select row((m.state).streak, (m.state).energy, (m.state).level, (m.state).points,
    (select string_agg(c.day || ' ' || c.reason, ', ' order by c.day) from app_public.me_calendar(m) as c))::text
  from app_public.me() as m;
end;

-- What is stored of a user, but for when it was.
create function pg_temp.stored(subject text)
returns text
language sql volatile
begin atomic
  select row(to_jsonb(s) - '{user_id,sequence_number}'::text[], app_private.calendar_of(s.user_id))::text from test.stored(stored.subject) as s;
end;

-- Two users who do the same at random for 40 days: for the eager one the job runs every other hour, and reads happen.
create function pg_temp.differences(zone text, day_start_hour int, seed float8)
returns table (at timestamptz, what text, eager text, lazy text)
language plpgsql volatile
as $$
declare
  v_since constant timestamptz := '2026-02-20 00:00+00';
  v_eager constant text := zone || day_start_hour || ' eager';
  v_lazy constant text := zone || day_start_hour || ' lazy';
  v_hour int := 0;
  v_dice float8;
  v_days int;
  v_first date;
begin
  perform setseed(seed);
  perform test.set_clock(v_since);
  perform set_config('app.issuer', 'dev', false), set_config('app.subject', v_eager, false);
  perform app_public.bootstrap(zone, day_start_hour);
  perform set_config('app.subject', v_lazy, false);
  perform app_public.bootstrap(zone, day_start_hour);
  while v_hour < 40 * 24 loop
    v_hour := v_hour + 1;
    differences.at := v_since + v_hour * interval '1 hour';
    perform test.set_clock(differences.at);
    if v_hour % 2 = 0 then
      perform pg_temp.job(v_eager);
    end if;
    v_dice := random();
    v_days := 1 + floor(random() * 5)::int;
    what := case
      when v_dice < 0.04 then 'check_in' when v_dice < 0.055 then 'check_in_yesterday' when v_dice < 0.07 then 'pause' when v_dice < 0.12 then 'repair'
      when v_dice < 0.128 then 'amnesty' else 'read' end;
    if what = 'amnesty' then
      -- Of days that are over, of today, of days to come.
      v_first := differences.at::date + 2 - floor(random() * 9)::int;
      perform app_private.declare_amnesty(test.user_id('olga'), v_first, v_first + floor(random() * 3)::int, 'Number ' || v_hour);
    elsif what <> 'read' then
      eager := pg_temp.command(v_eager, what, v_days);
      lazy := pg_temp.command(v_lazy, what, v_days);
      if eager <> lazy then
        return next;
      end if;
    end if;
    if what = 'amnesty' or v_hour % 19 = 0 then
      eager := pg_temp.seen(v_eager);
      lazy := pg_temp.seen(v_lazy);
      if eager <> lazy then
        return next;
      end if;
    end if;
  end loop;
  what := 'stored';
  perform pg_temp.job(v_eager);
  perform pg_temp.job(v_lazy);
  eager := pg_temp.stored(v_eager);
  lazy := pg_temp.stored(v_lazy);
  if eager is distinct from lazy then
    return next;
  end if;
end
$$;

-- One freeze for the start and one every fourth day make them count.
select test.add_rule_version('2026-02-01 00:00+00', '{"freezes_start": 1, "freeze_every_days": 4, "freezes_max": 3, "repair_points": 2, "repair_within_days": 5, "check_in_points": 9}');
select is_empty($$select * from pg_temp.differences('UTC', 0, 0.1)$$, 'in UTC');
select is_empty($$select * from pg_temp.differences('America/New_York', 4, 0.2)$$, 'in New York with days from 4 am, through the day on which clocks go forward');
select is_empty($$select * from pg_temp.differences('Asia/Beirut', 0, 0.3)$$, 'in Beirut, where a day has no midnight');
select is((select count(*) > 8 and count(distinct d.user_id) = 6 from app_private.day_marks as d where d.mark = 'freeze'), true, 'freezes were used by all of them');
select is((select count(*) > 8 and count(distinct d.user_id) = 6 from app_private.day_marks as d where d.mark = 'pause'), true, 'all paused');
select is((select count(*) > 8 and count(distinct d.user_id) = 6 from app_private.day_marks as d where d.mark = 'amnesty'), true, 'amnesties excused all');
select is((select count(*) > 2 from app_private.day_marks as d where d.mark = 'repair'), true, 'and some repaired');
