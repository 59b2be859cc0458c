select plan(8);
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 1);
select is((test.state_at('2026-03-01 12:59:59+00')).energy::text,
  row(70, 100, '2026-03-01 13:00+00'::timestamptz, '2026-03-02 18:00+00'::timestamptz, 1, 3600)::text, 'energy does not refill a second too early');
select is((test.state_at('2026-03-01 13:00+00')).energy::text,
  row(71, 100, '2026-03-01 14:00+00'::timestamptz, '2026-03-02 18:00+00'::timestamptz, 1, 3600)::text, 'it does at next_at');
select is((test.state_at('2026-03-02 17:59:59+00')).energy.value, 99, 'it is not full a second before full_at');
select is((test.state_at('2026-03-02 18:00+00')).energy::text, row(100, 100, null::timestamptz, null::timestamptz, 1, 3600)::text, 'but is then, with nothing next');
select is((test.state_at('2026-03-01 18:00+00')).day_ends_at, '2026-03-02 00:00+00'::timestamptz, 'the end of the day is shown');
select is((test.state_at('2026-03-01 18:00+00')).as_of, '2026-03-01 18:00+00'::timestamptz, 'with the instant that all of it is of');
select is((test.state_at('2026-03-01 18:00+00')).level::text, row(1, 10, 0, 100, 90, 10000)::text, 'and the level');
select test.sign_in('bob');
select is((select row(m.user_id, (m.state).zone)::text from app_public.me() as m), row(test.user_id('bob'), 'UTC')::text, 'each user sees their own');
