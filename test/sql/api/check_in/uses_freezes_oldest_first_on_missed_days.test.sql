select plan(14);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select is((select row(c.freezes_used, ((c.state).streak).current)::text from test.check_in_at('2026-03-16 12:00+00') as c),
  '(1,15)', 'one missed day uses one freeze, and the run goes on');
select is((test.stored('alice')).freezes, '{2026-03-14}'::date[], 'the oldest one');
select is((select array_agg(d.day || ' ' || d.mark order by d.day) from app_private.day_marks as d where d.day > '2026-03-13'),
  '{2026-03-14 check_in,2026-03-15 freeze,2026-03-16 check_in}'::text[], 'the missed day is marked in the calendar');
select is((select row(d.sequence_number, d.zone, d.day_start_hour, d.rule_version_id)::text from app_private.day_marks as d
    where d.day = '2026-03-15'),
  row((test.stored('alice')).sequence_number, 'UTC', 0, 1)::text, 'with the entry that stored it, zone, day start and rule version');

select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select is((select row(c.freezes_used, ((c.state).streak).current)::text from test.check_in_at('2026-03-17 12:00+00') as c),
  '(2,15)', 'two missed days use both');
select is((test.stored('bob')).freezes, '{}'::date[], 'none is left');

select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 14);
select is((select row(c.freezes_used, ((c.state).streak).current)::text from test.check_in_at('2026-03-18 12:00+00') as c),
  '(2,1)', 'three missed days end the run: the first two used freezes, as they would have day by day');
select is((select array_agg(d.day order by d.day) from app_private.day_marks as d where d.mark = 'freeze'),
  '{2026-03-15,2026-03-16}'::date[], 'the day on which it ended has no mark');

-- After the run has ended nothing more is spent.
select test.add_reward('{"id": "shield", "gives_freezes": 1}', '{"check_ins": 1}');
select test.sign_in('dave');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.set_clock('2026-03-05 12:00+00');
select app_public.claim_reward('shield');
select is((test.stored('dave')).run_length, 0, 'a run that ended before the freeze came stays ended');
select is((select row(c.freezes_used, ((c.state).streak).freezes)::text from test.check_in_at('2026-03-20 12:00+00') as c),
  '(0,1)', 'no freeze is spent on days without a run');

-- A freeze does not cover the day on which it was granted.
select test.sign_in('erin');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.set_clock('2026-03-03 12:00+00');
select app_public.claim_reward('shield');
select is((select ((m.state).streak).expires_at from app_public.me() as m), '2026-03-04 02:00+00'::timestamptz,
  'a freeze granted today does not save today');
select is((select row(c.freezes_used, ((c.state).streak).current, ((c.state).streak).freezes)::text
  from test.check_in_at('2026-03-04 02:00+00') as c), '(0,1,1)', 'a missed day of the grant ends the run and keeps the freeze');

-- Granted in the grace of yesterday, it is of today and does not save yesterday.
select test.sign_in('frank');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.set_clock('2026-03-04 00:30+00');
select app_public.claim_reward('shield');
select is((select row(c.freezes_used, ((c.state).streak).current)::text from test.check_in_at('2026-03-04 03:00+00') as c),
  '(0,1)', 'a freeze granted within yesterday''s grace does not save yesterday');
select is((test.stored('frank')).freezes, '{2026-03-04}'::date[], 'and is kept');
