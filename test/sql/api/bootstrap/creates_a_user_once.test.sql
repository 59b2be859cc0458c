select plan(15);

select test.sign_in('alice');
select test.set_clock('2026-03-01 22:30+00');
select is((select row(m.created_at, (m.state).sequence_number)::text from app_public.me() as m), '(,0)',
  'a user who is not there yet is shown as entry 0');
select set_config('test.state', s::text, false) from app_public.bootstrap('Pacific/Kiritimati', 4) as s;
select set_config('test.stored', test.fingerprint(), false);

select is((select row(s.zone, s.day_start_hour, s.today, s.points, s.rule_version_id, s.sequence_number)::text
    from app_public.bootstrap('Pacific/Kiritimati', 4) as s), '(Pacific/Kiritimati,4,2026-03-02,0,1,1)', 'the first call sets zone and day start');
select is((select s::text from app_public.bootstrap('Pacific/Kiritimati', 4) as s), current_setting('test.state'), 'a second call answers the same');
select is((select s::text from app_public.bootstrap('Europe/Berlin', 0) as s), current_setting('test.state'), 'with other arguments too');
select is((select s::text from app_public.bootstrap() as s), current_setting('test.state'), 'and with none');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');
select is((select row((m.state).energy)::text from app_public.me() as m),
  row(row(50, 100, '2026-03-01 23:30+00'::timestamptz, '2026-03-04 00:30+00'::timestamptz, 1, 3600)::app_public.energy)::text,
  'energy starts at the value for new users and refills from then on');
select is((select row((m.state).streak)::text from app_public.me() as m),
  row(row(0, 0, 'none', null, null, null, 0, 0, 2, null, null, null)::app_public.streak)::text, 'there is no streak yet');
select is((select m.user_id from app_public.me() as m), test.user_id('alice'), 'the id is that of issuer and subject');
select is((select m.created_at from app_public.me() as m), '2026-03-01 22:30+00'::timestamptz, 'the time of creation is kept');
select is((select row(j.kind, j.day, j.asked, j.energy_delta, j.energy, j.energy_refilled, j.freezes_granted)::text
    from app_public.journal_entries as j),
  row('bootstrap'::app_public.journal_kind, '2026-03-02'::date, '{"zone": "Pacific/Kiritimati", "day_start_hour": 4}'::jsonb, 50, 50, 0, 0)::text,
  'the starting state is journal entry 1');

select set_config('app.issuer', 'elsewhere', false);
select is((select m.created_at from app_public.me() as m), null, 'the same subject of another issuer is somebody else');

select test.sign_in('bob');
select set_config('test.virtual', row((m.state).streak, (m.state).energy, (m.state).level, (m.state).points)::text, false) from app_public.me() as m;
select is((select row(s.streak, s.energy, s.level, s.points)::text from app_public.bootstrap() as s), current_setting('test.virtual'),
  'what was shown before is what bootstrap gives');

select test.add_rule_version('2026-04-01 00:00+00', '{"freezes_start": 2, "energy_start": 7}');
select test.sign_in('carol');
select test.set_clock('2026-04-01 00:00+00');
select is((select row((s.streak).freezes, (s.energy).value, s.rule_version_id)::text from app_public.bootstrap() as s), '(2,7,2)',
  'a new user starts by the rule version in force');
select is((select row(j.freezes_granted, j.freezes)::text from app_public.journal_entries as j), '(2,"{2026-04-01,2026-04-01}")',
  'freezes of the start are granted on the day of it');
