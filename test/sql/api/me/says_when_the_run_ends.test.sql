select plan(17);

-- Users with 0, 1 and 2 freezes in some zones and with every day start, at noon UTC; those whose expires_at is wrong.
create function pg_temp.expiries_that_are_wrong(since timestamptz, variadic zones text[])
returns table (subject text, expires_at timestamptz, before int, at_it int, waited int)
language plpgsql volatile
as $$
declare
  v_zone text;
  v_hour int;
  v_streak app_public.streak;
begin
  for v_freezes in 0 .. 2 loop
    perform test.add_rule_version(since - make_interval(days => 4 - v_freezes), jsonb_build_object('freezes_start', v_freezes));
    foreach v_zone in array zones loop
      foreach v_hour in array '{0,4,5,6}'::int[] loop
        subject := concat_ws(' ', v_zone, v_hour, v_freezes, since);
        perform test.sign_in(subject);
        perform test.set_clock(since - make_interval(days => 4 - v_freezes));
        perform app_public.bootstrap(v_zone, v_hour);
        expires_at := (((test.check_in_at(since)).state).streak).expires_at;
        before := ((test.state_at(expires_at - interval '1 microsecond')).streak).current;
        at_it := ((test.state_at(expires_at)).streak).current;
        waited := 0;
        for k in 1 .. 3 loop
          waited := waited + (((test.state_at(since + k * (expires_at - since) / 4)).streak).expires_at = expires_at)::int;
        end loop;
        if (before, at_it, waited) is distinct from (1, 0, 3) or (expires_at - since > make_interval(days => v_freezes + 1)) is not true then
          return next;
        end if;
      end loop;
    end loop;
  end loop;
end
$$;

-- In words.
select test.sign_in('alice');
select is(((test.state_at('2026-03-01 12:00+00')).streak).expires_at, null, 'without a run there is nothing to expire');
select test.check_in_at('2026-03-01 12:00+00') is null;
select is(((test.state_at('2026-03-01 12:00+00')).streak).expires_at, '2026-03-03 02:00+00'::timestamptz,
  'tomorrow has to be checked in before its grace is over');
select is(((test.state_at('2026-03-03 01:59:59+00')).streak).expires_at, '2026-03-03 02:00+00'::timestamptz, 'which is so to the last second');
select is(((test.state_at('2026-03-03 02:00+00')).streak).expires_at, null, 'and then it is over');

select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select is(((test.state_at('2026-03-14 12:00+00')).streak).expires_at, '2026-03-18 02:00+00'::timestamptz,
  'two freezes, the second of today, put it off by two days');
select is(((test.state_at('2026-03-16 02:00+00')).streak).expires_at, '2026-03-18 02:00+00'::timestamptz, 'their being used does not change it');
select is(((test.state_at('2026-03-17 02:00+00')).streak).freezes, 0, 'when both are used');
select is(((test.state_at('2026-03-17 02:00+00')).streak).expires_at, '2026-03-18 02:00+00'::timestamptz, 'it is still the same');

-- In zones of every kind.
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-02-10 12:00+00',
    'UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Etc/GMT+12')$$,
  'expires_at is the very instant at which the streak becomes 0, and waiting does not move it: with 0, 1, 2 freezes');
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-03-06 12:00+00', 'America/New_York', 'America/Havana', 'America/St_Johns')$$,
  'where clocks go forward in March');
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-03-27 12:00+00', 'Europe/Berlin', 'Asia/Beirut', 'America/Nuuk')$$,
  'at the end of March, in zones without a midnight too');
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-04-22 12:00+00', 'Africa/Cairo')$$, 'in April');
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-10-02 12:00+00', 'Australia/Lord_Howe', 'America/Asuncion')$$,
  'by half an hour');
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-10-23 12:00+00', 'Europe/Berlin', 'Asia/Beirut', 'Atlantic/Azores')$$,
  'where they go back in October');
select is_empty($$select * from pg_temp.expiries_that_are_wrong('2026-10-30 12:00+00', 'America/New_York', 'America/Havana', 'Africa/Cairo')$$,
  'and in November');

-- A version that is in force at the end of the day gives the grace.
select test.add_rule_version('2027-05-02 00:00+00', '{"late_grace_minutes": 30, "freezes_start": 0}');
select test.add_rule_version('2027-04-01 00:00+00', '{"late_grace_minutes": 120, "freezes_start": 0}');
select test.sign_in('carol');
select test.check_in_at('2027-04-30 12:00+00') is null;
select is(((test.state_at('2027-04-30 12:00+00')).streak).expires_at, '2027-05-02 00:30+00'::timestamptz,
  'the grace is that of the version in force when the day ends');
select is((test.state_at('2027-05-02 00:29:59+00')).streak.current || ' ' || (test.state_at('2027-05-02 00:30+00')).streak.current, '1 0',
  'and the run ends by it');
