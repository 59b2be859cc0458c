select plan(18);
create function pg_temp.spend(at timestamptz, amount int)
returns app_public.energy
language plpgsql volatile
as $$
begin
  perform test.set_clock(at);
  return (select (s.state).energy from app_public.spend_energy(amount, gen_random_uuid()) as s);
end
$$;

-- 50 energy at 12:00, one more each hour: full on the 3rd at 14:00.
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select is(row((e).value, (e).next_at)::text, row(40, '2026-03-01 13:00+00'::timestamptz)::text, 'what is left of an interval is kept') from pg_temp.spend('2026-03-01 12:30+00', 10) as e;
select is(((test.state_at('2026-03-01 12:59:59.999999+00')).energy).value, 40, 'so the next energy comes no earlier');
select is(((test.state_at('2026-03-01 13:00+00')).energy).value, 41, 'and no later than without the spend');
select is(row((e).value, (e).next_at, (e).full_at)::text, row(40, '2026-03-01 14:00+00'::timestamptz, '2026-03-04 01:00+00'::timestamptz)::text, 'at the end of an interval the next one begins')
  from pg_temp.spend('2026-03-01 13:00+00', 1) as e;
select is(row((e).value, (e).next_at)::text, row(39, '2026-03-01 14:00+00'::timestamptz)::text, 'a microsecond before the end it still ends then') from pg_temp.spend('2026-03-01 13:59:59.999999+00', 1) as e;

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('bob');
select app_public.bootstrap() is null;
select is(row((e).value, (e).next_at)::text, row(98, '2026-03-03 14:00+00'::timestamptz)::text, 'a microsecond before energy is full the interval goes on') from pg_temp.spend('2026-03-03 13:59:59.999999+00', 1) as e;

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('carol');
select app_public.bootstrap() is null;
select is(row((e).value, (e).next_at)::text, row(99, '2026-03-03 15:00+00'::timestamptz)::text, 'at the instant at which it is full one begins') from pg_temp.spend('2026-03-03 14:00+00', 1) as e;

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('dave');
select app_public.bootstrap() is null;
select is(row((e).value, (e).next_at, (e).full_at)::text, row(98, '2026-03-20 08:17:23.000001+00'::timestamptz, '2026-03-20 09:17:23.000001+00'::timestamptz)::text,
  'long after it has become full, at the instant of the spend') from pg_temp.spend('2026-03-20 07:17:23.000001+00', 2) as e;
select is(((test.state_at('2026-03-20 08:17:23+00')).energy).value, 98, 'a whole interval passes');
select is(((test.state_at('2026-03-20 08:17:23.000001+00')).energy).value, 99, 'until the first energy');
select is(((test.state_at('2026-03-20 09:17:23+00')).energy).value, 99, 'and another one');
select is(((test.state_at('2026-03-20 09:17:23.000001+00')).energy).value, 100, 'until it is full');

-- Above the maximum energy is full too.
reset role;
select test.add_rule_version('2026-04-01 00:00+00', '{"energy_overfill": 20}');
select test.add_user('erin', '2026-04-02 00:00+00', '{}', null, '{"energy": 115}');
select test.sign_in('erin');
select is(row((e).value, (e).next_at, (e).full_at)::text, row(101, null::timestamptz, null::timestamptz)::text, 'above the maximum nothing refills') from pg_temp.spend('2026-04-02 10:10+00', 14) as e;
select is(row((e).value, (e).next_at)::text, row(100, null::timestamptz)::text, 'nor at it') from pg_temp.spend('2026-04-02 11:11+00', 1) as e;
select is(row((e).value, (e).next_at)::text, row(99, '2026-04-02 13:12+00'::timestamptz)::text, 'below it an interval begins') from pg_temp.spend('2026-04-02 12:12+00', 1) as e;

-- An item that fills it: the interval of before is over.
reset role;
select test.add_user('frank', '2026-04-03 00:00+00', '{}', null, '{"energy": 99, "inventory": {"coffee": 1}}');
update app_private.rewards set enabled = false;
select test.sign_in('frank');
select test.set_clock('2026-04-03 00:40+00');
select is((select row(((u.state).energy).value, ((u.state).energy).next_at)::text from app_public.use_item('coffee', gen_random_uuid()) as u), row(114, null::timestamptz)::text, 'an item may overfill it');
select is(row((e).value, (e).next_at)::text, row(99, '2026-04-03 01:40+00'::timestamptz)::text, 'what was left of an interval before energy was full is not kept') from pg_temp.spend('2026-04-03 00:40+00', 15) as e;
select is(((test.state_at('2026-04-03 01:39:59.999999+00')).energy).value, 99, 'nothing comes of it');
