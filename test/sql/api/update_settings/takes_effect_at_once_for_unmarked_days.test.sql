select plan(19);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.set_clock('2026-03-03 18:00+00');
select is((select row(s.zone, s.day_start_hour, s.today, s.day_ends_at)::text from app_public.update_settings('America/New_York', 4) as a, lateral (select (a.state).*) as s),
  row('America/New_York', 4, '2026-03-03'::date, '2026-03-04 09:00+00'::timestamptz)::text, 'the answer has the new zone, day start and end of the day');
select is((select (m.state).today from app_public.me() as m), '2026-03-03'::date, 'reads agree');
select is((test.state_at('2026-03-04 08:59:59+00')).today, '2026-03-03'::date, 'the day ends by the new settings: not before');
select is((test.state_at('2026-03-04 09:00+00')).today, '2026-03-04'::date, 'but then');
select is((select array_agg(distinct d.zone || d.day_start_hour) from app_private.day_marks as d), '{UTC0}'::text[],
  'marked days keep the zone and day start under which they were marked');
select is((select row(j.kind, j.asked, j.zone, j.day_start_hour, j.energy_delta, j.points_delta)::text
    from app_public.journal_entries as j order by j.sequence_number desc limit 1),
  row('settings'::app_public.journal_kind, '{"zone": "America/New_York", "day_start_hour": 4}'::jsonb, 'America/New_York', 4, 0, 0)::text,
  'the change is a journal entry');
select is((select row(((c.state).streak).current, c.day)::text from test.check_in_at('2026-03-05 08:59+00') as c), '(4,2026-03-04)',
  'the next check-in is of a day of the new zone');
select is((select d.zone || d.day_start_hour from app_private.day_marks as d where d.day = '2026-03-04'), 'America/New_York4', 'and says so');

select set_config('test.stored', test.fingerprint(), false);
select lives_ok($$select app_public.update_settings('America/New_York', 4)$$, 'the same settings again');
select lives_ok($$select app_public.update_settings('America/New_York')$$, 'or one of them');
select lives_ok($$select app_public.update_settings()$$, 'or none');
select is(test.fingerprint(), current_setting('test.stored'), 'change nothing');
select is((select row(s.zone, s.day_start_hour)::text from app_public.update_settings(day_start_hour => 0) as a, lateral (select (a.state).*) as s), '(America/New_York,0)',
  'what is left out stays');
select test.sign_in('bob');
select is((select row(s.zone, s.day_start_hour, s.sequence_number)::text from app_public.update_settings('Asia/Tokyo') as a, lateral (select (a.state).*) as s), '(Asia/Tokyo,0,2)',
  'a user who was not there is created first');

-- The answer is what a read at the same instant shows.
select test.sign_in('carol');
select test.check_in_at('2026-03-10 12:00+00') is null;
select test.set_clock('2026-03-11 12:00+00');
select set_config('test.answer', s::text, false) from app_public.update_settings('Asia/Tokyo') as a, lateral (select (a.state).*) as s;
select is((select (m.state)::text from app_public.me() as m), current_setting('test.answer'), 'the answer is what a read at the same instant shows');
select set_config('test.answer', s::text, false) from app_public.update_settings('Pacific/Kiritimati') as a, lateral (select (a.state).*) as s;
select is((select (m.state)::text from app_public.me() as m), current_setting('test.answer'), 'when a day is skipped as well');
select is((select array_agg(d.day) from app_private.day_marks as d where d.mark = 'travel'), '{2026-03-11}'::date[], 'which is covered');
select test.check_in_at('2026-03-12 13:00+00') is null;
select app_public.update_settings('Etc/GMT+12') is null;
select test.set_clock('2026-03-14 13:00+00');
select set_config('test.answer', s::text, false) from app_public.update_settings('Pacific/Kiritimati') as a, lateral (select (a.state).*) as s;
select is((select (m.state)::text from app_public.me() as m), current_setting('test.answer'), 'and when one is skipped for which there is no cover');
select is((select ((m.state).streak).status from app_public.me() as m), 'broken'::app_public.streak_status, 'which ends the run at once');
