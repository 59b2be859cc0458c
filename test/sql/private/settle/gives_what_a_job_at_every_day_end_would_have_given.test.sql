select plan(4);

-- The job: settles the stored state and records it, as a command without any effect of its own.
create function pg_temp.job(subject text)
returns void
language plpgsql volatile
as $$
declare
  v_before app_private.user_states := test.stored(job.subject);
  v_at timestamptz := test.now();
  v_settled app_private.user_states := app_private.settle(v_before, app_private.rules_at(v_at), v_at,
    app_private.ended_through(v_at, v_before.zone, v_before.day_start_hour));
begin
  perform app_private.record(v_before, v_settled, v_settled, 'settings', v_settled.last_day, '{}');
end
$$;

-- Two users who do the same at random for 40 days: for the eager one the job runs at every hour, and reads happen.
create function pg_temp.differences(zone text, day_start_hour int, seed float8)
returns table (at timestamptz, eager text, lazy text)
language plpgsql volatile
as $$
declare
  v_since constant timestamptz := '2026-02-20 00:00+00';
  v_eager constant text := zone || day_start_hour || ' eager';
  v_lazy constant text := zone || day_start_hour || ' lazy';
  v_hour int := 0;
  v_yesterday boolean;
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
    perform pg_temp.job(v_eager);
    if random() < 0.06 then
      v_yesterday := random() < 0.3;
      perform set_config('app.subject', v_eager, false);
      begin
        perform app_public.check_in(case when v_yesterday then (app_public.me()).state.today - 1 end);
      exception when sqlstate 'CK001' then null;
      end;
      perform set_config('app.subject', v_lazy, false);
      begin
        perform app_public.check_in(case when v_yesterday then (app_public.me()).state.today - 1 end);
      exception when sqlstate 'CK001' then null;
      end;
    end if;
    if v_hour % 7 = 0 then
      perform set_config('app.subject', v_eager, false);
      eager := (select row(s.streak, s.energy, s.level, s.points)::text from test.state_at(differences.at) as s);
      perform set_config('app.subject', v_lazy, false);
      lazy := (select row(s.streak, s.energy, s.level, s.points)::text from test.state_at(differences.at) as s);
      if eager <> lazy then
        return next;
      end if;
    end if;
  end loop;
  eager := (select string_agg(d.day || ' ' || d.mark, ',' order by d.day) from app_private.day_marks as d where d.user_id = test.user_id(v_eager));
  lazy := (select string_agg(d.day || ' ' || d.mark, ',' order by d.day) from app_private.day_marks as d where d.user_id = test.user_id(v_lazy)
    and d.day <= (test.stored(v_eager)).last_marked_day);
  if eager is distinct from lazy and coalesce(eager, '') not like coalesce(lazy, '') || '%freeze' then
    return next;
  end if;
end
$$;

-- Freezes for the start and one every third day make them count.
select test.add_rule_version('2026-02-01 00:00+00', '{"freezes_start": 2, "freeze_every_days": 3, "freezes_max": 3}');
select is_empty($$select * from pg_temp.differences('UTC', 0, 0.1)$$, 'in UTC');
select is_empty($$select * from pg_temp.differences('America/New_York', 4, 0.2)$$, 'in New York with days from 4 am, through the day on which clocks go forward');
select is_empty($$select * from pg_temp.differences('Asia/Beirut', 0, 0.3)$$, 'in Beirut, where a day has no midnight');
select is((select count(*) > 8 and count(distinct d.user_id) = 6 from app_private.day_marks as d where d.mark = 'freeze'), true, 'freezes were used by all of them');
