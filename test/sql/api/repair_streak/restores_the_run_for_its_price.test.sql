select plan(24);
create function pg_temp.marks()
returns text
language sql stable
return (select string_agg(concat_ws(' ', to_char(d.day, 'MM-DD'), d.mark, d.paid_points), ', ' order by d.day) from app_private.day_marks as d);
create function pg_temp.streak(state app_public.state)
returns text
language sql immutable
return concat_ws(' ', (state.streak).status, (state.streak).current, (state.streak).longest, (state.streak).started_on, (state.streak).check_ins, state.points, state.lifetime_points);
-- 500 points to begin with.
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');

-- Before any new check-in.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select is((select pg_temp.streak(s) from test.state_at('2026-03-06 12:00+00') as s), 'broken 0 3 3 525 525', 'after two missed days the run has ended');
select is((select row(r.days, r.points, r.already_repaired, pg_temp.streak(r.state))::text from app_public.repair_streak('2026-03-05') as r),
  row('{2026-03-04,2026-03-05}'::date[], 100, false, 'at_risk 3 3 2026-03-01 3 425 525')::text, 'it is restored for 50 points a day; points ever received stay');
select is(pg_temp.marks(), '03-01 check_in, 03-02 check_in, 03-03 check_in, 03-04 repair 50, 03-05 repair 50', 'each missed day is marked, with its price');
select is((select row(e.kind, e.occurred_at, e.day, e.asked, e.points_delta, e.points, e.check_ins_delta, e.run_length, e.run_started_on)::text
    from app_public.journal_entries as e where e.kind = 'repair'),
  row('repair'::app_public.journal_kind, '2026-03-06 12:00+00'::timestamptz, '2026-03-06'::date, '{"day": "2026-03-05"}'::jsonb, -100::bigint, 425::bigint, 0, 3, '2026-03-01'::date)::text,
  'one entry of today says so');
select is((test.stored('alice')).last_day, '2026-03-06'::date, 'it is an engagement of today');
select is((select (s.streak).expires_at from test.state_at('2026-03-06 12:00+00') as s), '2026-03-07 02:00+00'::timestamptz, 'today is still to be checked in');
select is((select pg_temp.streak(c.state) from app_public.check_in() as c), 'done_today 4 4 2026-03-01 4 430 530', 'and then the run goes on, longer than ever');
select is(pg_temp.streak(test.state_at('2026-03-08 02:00+00')), 'broken 0 4 4 430 530', 'until it ends again');

-- After new check-ins: old length and new length.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.check_in_daily('2026-03-05 12:00+00', 2);
select is((select pg_temp.streak(s) from test.state_at('2026-03-07 01:00+00') as s), 'at_risk 2 3 2026-03-05 5 535 535', 'a new run has begun since');
select is((select row(r.days, r.points, pg_temp.streak(r.state))::text from app_public.repair_streak('2026-03-04') as r),
  row('{2026-03-04}'::date[], 50, 'at_risk 5 5 2026-03-01 5 485 535')::text, 'repaired, the two are one, of both lengths, since the first day of the old one');
select is((select row(e.run_length, e.longest_streak)::text from app_public.journal_entries as e where e.kind = 'repair'), '(5,5)', 'in the journal too');
select is((select pg_temp.streak(c.state) from test.check_in_at('2026-03-07 12:00+00') as c), 'done_today 6 6 2026-03-01 6 490 540', 'which goes on');

-- Also when the new run is over: the longest is raised, and the current stays.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.check_in_at('2026-03-05 12:00+00');
select is((select pg_temp.streak(s) from test.state_at('2026-03-07 02:00+00') as s), 'broken 0 3 4 530 530', 'the run after the gap may have ended too');
select is((select row(r.days, r.points, pg_temp.streak(r.state))::text from app_public.repair_streak('2026-03-04') as r),
  row('{2026-03-04}'::date[], 50, 'broken 0 4 4 480 530')::text, 'repaired, they were one run, which is over, and longer than the longest');
select is((select row(r.days, r.points, pg_temp.streak(r.state))::text from app_public.repair_streak('2026-03-06') as r),
  row('{2026-03-06}'::date[], 50, 'at_risk 4 4 2026-03-01 4 430 530')::text, 'which the day after it can be repaired as well');

-- The longest is not touched when it is longer.
select test.sign_in('dave');
select test.check_in_daily('2026-02-01 12:00+00', 6);
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.set_clock('2026-03-04 12:00+00');
select is((select pg_temp.streak(r.state) from app_public.repair_streak('2026-03-03') as r), 'at_risk 2 6 2026-03-01 8 500 550', 'only the run of the gap is restored, and the longest stays');

-- The price is that of the version in force, and can be nothing.
select test.add_rule_version('2026-04-03 00:00+00', '{"repair_points": 7, "repair_within_days": 5}');
select test.sign_in('erin');
select test.check_in_at('2026-04-01 12:00+00');
select test.set_clock('2026-04-08 12:00+00');
select is((select row(cardinality(r.days), r.points, (r.state).points)::text from app_public.repair_streak('2026-04-02') as r), '(6,42,473)', 'the price is that of the version in force now');
select test.add_rule_version('2026-05-01 00:00+00', '{"repair_points": 0}');
select test.sign_in('frank');
select test.check_in_at('2026-05-01 12:00+00');
select test.set_clock('2026-05-03 12:00+00');
select is((select row(r.days, r.points, (r.state).streak.current, (r.state).points)::text from app_public.repair_streak('2026-05-02') as r), '({2026-05-02},0,1,515)', 'it can be nothing');
select is(pg_temp.marks(), '05-01 check_in, 05-02 repair 0', 'and is a repair all the same');
select is((select row(r.already_repaired, r.points)::text from app_public.repair_streak('2026-05-02') as r), '(t,0)', 'which is repeated as one');

-- By the user's own days: from 4 am in New York the 1st ends at 09:00 UTC on the 2nd.
select test.sign_in('grace');
select test.set_clock('2026-06-01 12:00+00');
select app_public.bootstrap('America/New_York', 4) is null;
select test.check_in_at('2026-06-01 12:00+00');
select test.set_clock('2026-06-03 09:59:59+00');
select is(test.refusal($$select app_public.repair_streak('2026-06-02')$$), 'RP001', 'a day that is still in its grace is not missed yet');
select test.set_clock('2026-06-03 10:00+00');
select is((select row(r.days, (r.state).streak.current, (r.state).today)::text from app_public.repair_streak('2026-06-02') as r), '({2026-06-02},1,2026-06-03)', 'and can be repaired when it is');
select is((select row(d.zone, d.day_start_hour, d.rule_version_id)::text from app_private.day_marks as d where d.mark = 'repair'), '(America/New_York,4,3)', 'the mark says by which settings');
select is((select string_agg(c.mark::text, ' ' order by c.day) from app_public.me() as m, app_public.me_calendar(m, '2026-06-01') as c), 'check_in repair', 'the calendar shows it');
