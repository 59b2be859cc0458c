select plan(27);

create function test.key(k int) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid;
create function pg_temp.clock(days int, hours int, k int) returns app_public.command_result language sql volatile return app_public.advance_my_clock(test.key(k), days, hours);
create function pg_temp.seen_by_alice() returns text language plpgsql volatile as $$
begin
  perform test.sign_in('alice');
  return (select concat_ws(' ', m, (select jsonb_agg(r) from app_public.me_rewards(m) as r), (select jsonb_agg(c) from app_public.me_calendar(m) as c)) from app_public.me() as m);
end
$$;

create temp table moved of app_public.command_result;
grant select, insert on moved to public;
select test.set_clock('2026-03-01 12:00+00');
select app_private.create_test_user('dev', 'tess', 'UTC', 0);
select test.sign_in('alice');
select app_public.check_in();
select set_config('test.alice', pg_temp.seen_by_alice(), false);

select test.sign_in('tess');
select is((m.state).clock_ahead_hours, 0, 'a test user''s clock is everybody''s at first') from app_public.me() as m;
select app_public.check_in();
insert into moved select c.* from pg_temp.clock(1, 3, 1) as c;
select is(row(c.occurred_at, c.replayed, (c.state).as_of, (c.state).today, (c.state).clock_ahead_hours)::text, row('2026-03-02 15:00+00'::timestamptz, false, '2026-03-02 15:00+00'::timestamptz, '2026-03-02'::date, 27)::text,
  'it happens where it has moved the clock to') from moved as c;
select is(row((c.gave).points, (c.took).points, (c.gave).energy, (c.state).energy.value)::text, row(0, 0, 0, 97)::text, 'and gives nothing, though time has') from moved as c;
select is(row(e.kind::text, e.asked, e.day, e.occurred_at, e.idempotency_key, e.energy_refilled, e.energy_delta, e.last_day)::text,
  row('clock', '{"days": 1, "hours": 3}'::jsonb, '2026-03-02'::date, '2026-03-02 15:00+00'::timestamptz, test.key(1), 27, 0, '2026-03-02'::date)::text, 'as the journal says')
from app_public.journal_entries as e where e.user_id = test.user_id('tess') and e.sequence_number = (select c.sequence_number from moved as c);
select is(row((m.state).as_of, (m.state).clock_ahead_hours, (m.state).streak.status)::text, row('2026-03-02 15:00+00'::timestamptz, 27, 'at_risk')::text, 'what is read is as of the own now') from app_public.me() as m;
select is((array_agg(d.day order by d.day desc))[1], '2026-03-02', 'so is the calendar') from app_public.me() as m, app_public.me_calendar(m) as d;
select is((app_public.bootstrap()).as_of, '2026-03-02 15:00+00', 'and what a bootstrap answers');

select set_config('test.before', test.fingerprint(), false);
select is(row(c.replayed, c.sequence_number, c.occurred_at, (c.state).clock_ahead_hours)::text, row(true, (select m.sequence_number from moved as m), '2026-03-02 15:00+00'::timestamptz, 27)::text, 'a repeat answers with the same move')
from pg_temp.clock(1, 3, 1) as c;
select is(test.fingerprint(), current_setting('test.before'), 'and changes nothing');
select throws_ok('select pg_temp.clock(1, 4, 1)', 'IK001', null, 'its key with other hours');

select is((app_public.check_in()).day, '2026-03-02', 'commands happen on the own day');
select is((app_public.spend_energy(1, test.key(2))).occurred_at, '2026-03-02 15:00+00', 'at the own instant');
select test.set_clock('2026-03-01 13:00+00');
select is((m.state).as_of, '2026-03-02 16:00+00', 'from which the clock goes on') from app_public.me() as m;
select is(row((c.state).as_of, (c.state).clock_ahead_hours, (c.state).streak.current, (c.state).streak.status)::text, row('2026-03-09 16:00+00'::timestamptz, 195, 0, 'broken')::text,
  'days that it passes over are missed') from app_public.advance_my_clock(test.key(3), days => 7) as c;
select is((c.state).clock_ahead_hours, 196, 'hours alone do') from app_public.advance_my_clock(test.key(4), days => null, hours => 1) as c;
select is((app_public.advance_my_clock(test.key(4), hours => 1)).replayed, true, 'days left out are none');

-- Server clocks that differ, and operators.
select test.set_clock('2026-03-01 11:00+00');
select is((app_public.check_in()).checked_in_at, '2026-03-09 17:00+00', 'a server whose clock is behind does not take it back');
select test.set_clock('2026-03-01 14:00+00');
select test.sign_in_operator('olga');
select is(row((u.state).as_of, (u.state).clock_ahead_hours)::text, row('2026-03-09 18:00+00'::timestamptz, 196)::text, 'an operator sees the same') from app_public."user"(test.user_id('tess')) as u;
select is((g.state).as_of, '2026-03-09 18:00+00', 'and gives at the test user''s own instant') from app_public.grant_effects(test.user_id('tess'), test.effects('{"points": 5, "items": {"coffee": 1}}'), 'A test.', test.key(5)) as g;
select test.set_clock('2026-03-01 15:00+00');
select is((app_public.reverse_entry(test.user_id('tess'), (test.stored('tess')).sequence_number, 'A mistake.')).occurred_at, '2026-03-09 19:00+00', 'takes it back there');
select throws_ok(format('select app_public.reverse_entry(test.user_id(''tess''), %s, ''A mistake.'')', (select m.sequence_number from moved as m)), 'RV001', null, 'but cannot take a move back');

-- Nobody else is touched.
select test.set_clock('2026-03-01 12:00+00');
select is(pg_temp.seen_by_alice(), current_setting('test.alice'), 'what another user sees is the same as before');
select is((m.state).clock_ahead_hours, null, 'of whom it says that there is no own clock') from app_public.me() as m;
select is((app_public.update_settings(day_start_hour => 4)).state.as_of, '2026-03-01 12:00+00', 'and whose commands happen now');
select test.sign_in('carol');
select is((m.state).clock_ahead_hours, null, 'nor has who is not there yet') from app_public.me() as m;
reset role;
select is_empty('select * from app_private.verify()', 'and all adds up');
select is((select array_agg(u.subject) from app_private.user_states as s join app_private.users as u using (user_id) where s.clock_ahead_seconds is not null), '{tess}', 'nobody else is a test user');
