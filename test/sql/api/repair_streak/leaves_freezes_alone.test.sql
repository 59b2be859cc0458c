select plan(12);
create function pg_temp.freezes(subject text)
returns text
language sql stable
return (select concat_ws(' ', s.run_length, s.freezes) from test.stored(subject) as s);
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "shield", "gives_freezes": 1}', '{"check_ins": 1}');

-- Six and one make seven, which earns nothing; the next multiple does.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 6);
select test.check_in_at('2026-03-08 12:00+00');
select is((select row((r.state).streak.current, (r.state).streak.freezes)::text from app_public.repair_streak('2026-03-07') as r), '(7,0)', 'a repair that makes seven days earns no freeze');
select is((select row(e.freezes_granted, e.freezes_used)::text from app_public.journal_entries as e where e.kind = 'repair'), '(0,0)', 'in the journal neither');
select test.check_in_at('2026-03-09 12:00+00');
select is(pg_temp.freezes('alice'), '8 {}', 'nor does the day after');
select test.check_in_daily('2026-03-10 12:00+00', 6);
select is(pg_temp.freezes('alice'), '14 {2026-03-15}', 'the fourteenth day of the repaired run does');

-- One that a check-in makes seven does.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 6);
select test.set_clock('2026-03-08 12:00+00');
select app_public.repair_streak('2026-03-07') is null;
select test.check_in_at('2026-03-08 12:00+00');
select is(pg_temp.freezes('bob'), '7 {2026-03-08}', 'a check-in that makes seven days earns one');

-- Freezes in hand save no day that was missed before they came, and are not spent on it.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.set_clock('2026-03-04 12:00+00');
select app_public.claim_reward('shield') is null;
select is((select row(r.days, r.points, (r.state).streak.current, (r.state).streak.freezes)::text from app_public.repair_streak('2026-03-03') as r), '({2026-03-03},50,2,1)',
  'freezes in hand are kept');
select test.check_in_at('2026-03-04 18:00+00');
select is((select row((s.streak).current, (s.streak).freezes, (s.streak).status)::text from test.state_at('2026-03-06 12:00+00') as s), '(3,0,protected)', 'and save the next missed day');

-- A run that ended when its freezes were spent: their days stay frozen, and only the one that nothing covered is paid.
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.set_clock('2026-03-10 12:00+00');
select is((select row(((m.state).streak).status, ((m.state).streak).repair)::text from app_public.me() as m), '(broken,"(2026-03-09,1,50,2026-03-12,7)")', 'a day that a freeze covers is not missed');
select is((select row(r.days, r.points, (r.state).streak.current, (r.state).streak.freezes)::text from app_public.repair_streak('2026-03-09') as r), '({2026-03-09},50,7,0)',
  'only the day that ended the run is paid for');
select is((select string_agg(concat_ws(' ', to_char(d.day, 'MM-DD'), d.mark), ', ' order by d.day) from app_private.day_marks as d where d.day > '2026-03-06'),
  '03-07 check_in, 03-08 freeze, 03-09 repair', 'the freeze stays used');
select is((select row(e.freezes_granted, e.freezes_used, e.last_freeze_day)::text from app_public.journal_entries as e where e.kind = 'repair'), '(0,1,2026-03-08)', 'it was used by what was settled with the repair');
select is((select (m.state).streak.status from app_public.me() as m), 'protected'::app_public.streak_status, 'by which the run is protected, as it would have been');
