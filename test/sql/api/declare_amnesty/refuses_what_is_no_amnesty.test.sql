select plan(26);
-- What an amnesty is refused for; `nothing` when it is declared, which is undone.
create function pg_temp.refusal(first_day text, last_day text, reason text)
returns text
language sql volatile
return test.refusal(format('select app_public.declare_amnesty(%L, %L, %L)', first_day, last_day, reason));
create function pg_temp.hint(first_day text, last_day text, reason text)
returns text
language plpgsql volatile
as $$
declare
  v_hint text;
begin
  perform app_public.declare_amnesty(first_day::date, last_day::date, reason);
  return null;
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint;
  return v_hint;
end
$$;

select test.set_clock('2026-03-06 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select set_config('test.stored', test.fingerprint(), false);

select test.sign_in(null);
select is(pg_temp.refusal('2026-03-04', '2026-03-05', 'Outage.'), 'IA001', 'whoever is signed out declares nothing');
select is(pg_temp.refusal('2026-03-05', '2026-03-04', ''), 'IA001', 'whatever it would be');
select test.sign_in('alice');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', 'Outage.'), 'IA002', 'a mere user does not either');
select is(pg_temp.refusal('2026-03-05', '2026-03-04', ''), 'IA002', 'whatever it would be');
select is(pg_temp.hint('2026-03-04', '2026-03-05', 'Outage.'), 'Sign in as an operator.', 'and is told who does');
select test.sign_in_operator('');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', 'Outage.'), 'IA001', 'an operator without a name is nobody');

select test.sign_in_operator('olga');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', 'Outage.'), 'nothing', 'an operator does');
select is(pg_temp.refusal('2026-03-04', '2026-03-04', 'Outage.'), 'nothing', 'for one day');
select is(pg_temp.refusal('2026-03-04', '2026-04-03', 'Outage.'), 'nothing', 'for 31 days');
select is(pg_temp.refusal('2026-03-04', '2026-04-04', 'Outage.'), 'AM001', 'not for 32');
select is(pg_temp.refusal('2026-03-04', '2026-03-03', 'Outage.'), 'AM001', 'not for none');
select is(pg_temp.refusal('-infinity', '2026-03-03', 'Outage.'), 'AM001', 'not since ever');
select is(pg_temp.refusal('2026-03-04', 'infinity', 'Outage.'), 'AM001', 'not for ever');
select is(pg_temp.refusal('infinity', 'infinity', 'Outage.'), 'AM001', 'not at the end of time');
select is(pg_temp.refusal(null, '2026-03-03', 'Outage.'), 'AM001', 'not without a first day');
select is(pg_temp.refusal('2026-03-04', null, 'Outage.'), 'AM001', 'nor without a last one');
select is(pg_temp.hint('2026-03-04', '2026-04-04', 'Outage.'), 'Let lastDay be at most 30 days after firstDay.', 'the hint says which days are possible');
select is(pg_temp.refusal('1990-01-01', '1990-01-31', 'Outage.'), 'nothing', 'days long past are possible');
select is(pg_temp.refusal('2090-01-01', '2090-01-31', 'Outage.'), 'nothing', 'and days far away');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', null), 'AM001', 'there has to be a reason');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', ''), 'AM001', 'that says something');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', repeat('ü', 200)), 'nothing', 'in 200 characters');
select is(pg_temp.refusal('2026-03-04', '2026-03-05', repeat('ü', 201)), 'AM001', 'not in 201');
select is(pg_temp.hint('2026-03-04', '2026-03-05', ''), 'Say in a few words what users are to read.', 'the hint says what it is for');
select is(test.fingerprint(), current_setting('test.stored'), 'no refusal writes anything');

-- Once declared, the reason of a repeat does not matter, but has to be one.
select app_public.declare_amnesty('2026-03-04', '2026-03-05', 'Outage.') is null;
select is(pg_temp.refusal('2026-03-04', '2026-03-05', ''), 'AM001', 'a repeat needs a reason as well');
