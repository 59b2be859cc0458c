select plan(4);

-- Every hour for 12 days: reads, then lets a command store, compares, and takes the command back.
create function pg_temp.differences(subject text, since timestamptz, hours int)
returns table (at timestamptz, shown text, stored text)
language plpgsql volatile
as $$
declare
  v_state app_public.state;
  v_calendar text;
begin
  for v_hour in 0 .. hours loop
    differences.at := since + v_hour * interval '1 hour';
    v_state := test.state_at(differences.at);
    v_calendar := (select string_agg(c.day || ' ' || c.mark, ',' order by c.day) from app_public.me() as m, app_public.me_calendar(m) as c where c.mark is not null);
    shown := row((v_state.streak).current, (v_state.streak).longest, (v_state.streak).freezes, (v_state.streak).started_on,
      (v_state.energy).value, (v_state.level).number, v_state.points, v_state.today, v_calendar)::text;
    begin
      perform app_public.claim_reward('nothing');
      stored := (select row(s.run_length, s.longest_streak, cardinality(s.freezes), s.run_started_on, s.energy, s.level, s.points - 1, s.last_day,
          (select string_agg(d.day || ' ' || d.mark, ',' order by d.day) from app_private.day_marks as d
            where d.user_id = s.user_id and d.day > s.last_day - 30))::text
        from test.stored(subject) as s);
      raise exception using errcode = 'TT001';
    exception when sqlstate 'TT001' then
      null;
    end;
    if shown <> stored then
      return next;
    end if;
  end loop;
end
$$;
-- A claim that gives one point is the command that stores.
select test.add_reward('{"id": "nothing", "gives_points": 1}', '{"check_ins": 1}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select is_empty($$select * from pg_temp.differences('alice', '2026-03-14 12:00+00', 12 * 24)$$, 'a read shows what the next command stores, with two freezes');
select test.sign_in('bob');
select test.set_clock('2026-02-20 12:00+00');
select app_public.bootstrap('America/New_York', 6) is null;
select test.check_in_daily('2026-02-27 18:00+00', 8);
select is_empty($$select * from pg_temp.differences('bob', '2026-03-06 18:00+00', 12 * 24)$$, 'through a change of the clock');
select is((test.stored('bob')).run_length, 8, 'and nothing has been stored meanwhile');
select is((select m.state::text from app_public.me() as m),
  (select app_private.present(app_private.state_as_of(test.user_id('bob'), test.now()))::text), 'a read is the presented state');
