select plan(13);
create function pg_temp.answer(first_day date, last_day date, reason text)
returns text
language sql volatile
return (select row(a.amnesty_id, a.first_day, a.last_day, a.reason, a.declared_at, a.already_declared)::text
  from app_public.declare_amnesty(answer.first_day, answer.last_day, answer.reason) as a);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-06 12:00+00');
select test.sign_in_operator('olga');
select is(pg_temp.answer('2026-03-04', '2026-03-05', 'Outage.'),
  row(1, '2026-03-04'::date, '2026-03-05'::date, 'Outage.', '2026-03-06 12:00+00'::timestamptz, false)::text, 'a declaration answers the amnesty');
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.answer('2026-03-04', '2026-03-05', 'Outage.'),
  row(1, '2026-03-04'::date, '2026-03-05'::date, 'Outage.', '2026-03-06 12:00+00'::timestamptz, true)::text, 'a repeat answers the first, and says so');
select test.set_clock('2026-04-20 12:00+00');
select is(pg_temp.answer('2026-03-04', '2026-03-05', 'Another reason.'),
  row(1, '2026-03-04'::date, '2026-03-05'::date, 'Outage.', '2026-03-06 12:00+00'::timestamptz, true)::text, 'later, and with another reason, too');
select test.sign_in_operator('otto');
select is(pg_temp.answer('2026-03-04', '2026-03-05', 'Outage.'),
  row(1, '2026-03-04'::date, '2026-03-05'::date, 'Outage.', '2026-03-06 12:00+00'::timestamptz, true)::text, 'as does another operator''s');
select is(test.fingerprint(), current_setting('test.stored'), 'repeats change nothing');
select is((select array_agg(distinct a.declared_by) from app_private.amnesties as a), array[test.user_id('olga')], 'it stays whose it was');

-- Other days are another amnesty, though they overlap.
select test.set_clock('2026-03-06 12:00+00');
select is(left(pg_temp.answer('2026-03-04', '2026-03-04', 'Outage.'), 3), '(2,', 'the first of its days alone is another amnesty');
select is(left(pg_temp.answer('2026-03-05', '2026-03-06', 'Outage.'), 3), '(3,', 'days that overlap are as well');
select is(left(pg_temp.answer('2026-03-04', '2026-03-05', 'Outage.'), 3), '(1,', 'after which the first is still the first');

-- It excuses once.
select test.sign_in('alice');
select is((select (m.state).streak.current from app_public.me() as m), 3, 'the user''s run is restored');
select test.check_in_at('2026-03-06 18:00+00');
select is((select count(*) from app_public.journal_entries as e where e.kind = 'amnesty'), 1::bigint, 'by one entry: those that change nothing more have none');
select is((test.stored('alice')).last_amnesty_id, 3, 'though the state knows of all');
select is((select string_agg(distinct c.reason, ' ') from app_public.me() as m, app_public.me_calendar(m, '2026-03-04', '2026-03-05') as c), 'Excused by an amnesty: Outage.', 'and reads the reason');
