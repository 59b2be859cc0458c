select plan(8);
create function pg_temp.hint(statement text)
returns text
language plpgsql volatile
as $$
declare
  v_hint text;
begin
  execute statement;
  return null;
exception when sqlstate 'NR001' then
  get stacked diagnostics v_hint = pg_exception_hint;
  return v_hint;
end
$$;
create function pg_temp.instant(hint text) returns timestamptz language sql immutable return substring(hint from '\d{4}-\d\d-\d\dT[0-9:.]+Z')::timestamptz;

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select test.set_clock('2026-03-01 12:30+00');
select is(pg_temp.instant(pg_temp.hint('select app_public.spend_energy(51, gen_random_uuid())')), '2026-03-01 13:00+00'::timestamptz, 'what has refilled of the next one counts');
select is(pg_temp.instant(pg_temp.hint('select app_public.spend_energy(53, gen_random_uuid())')), '2026-03-01 15:00+00'::timestamptz, 'what is missing takes so many intervals');
select is(pg_temp.instant(pg_temp.hint('select app_public.spend_energy(100, gen_random_uuid())')), '2026-03-03 14:00+00'::timestamptz, 'the maximum is there at last');
select is(pg_temp.instant(pg_temp.hint('select app_public.spend_energy(101, gen_random_uuid())')), null, 'more than that never is');
select test.set_clock('2026-03-01 12:59:59+00');
select throws_ok('select app_public.spend_energy(51, gen_random_uuid())', 'NR001', null, 'before that instant it is refused');
select test.set_clock('2026-03-01 13:00+00');
select lives_ok('select app_public.spend_energy(51, gen_random_uuid())', 'at it there is enough');

-- A clock has microseconds.
select test.set_clock('2026-03-01 12:00:00.7+00');
select test.sign_in('bob');
select app_public.bootstrap() is null;
select set_config('test.instant', pg_temp.instant(pg_temp.hint('select app_public.spend_energy(51, gen_random_uuid())'))::text, false);
select ok(current_setting('test.instant')::timestamptz between '2026-03-01 13:00:00.7+00' and '2026-03-01 13:00:01+00', 'the instant is not before there is enough');
select test.set_clock(current_setting('test.instant')::timestamptz);
select lives_ok('select app_public.spend_energy(51, gen_random_uuid())', 'so who waits until then is not refused again');
