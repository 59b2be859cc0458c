select plan(7);
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 9);
-- A freeze to be used, energy to be refilled, a period to begin: all of it is shown and none of it stored.
select test.set_clock('2026-03-11 12:00+00');
select set_config('test.stored', test.fingerprint(), false);

select is((select row((m.state).streak.status, (m.state).streak.freezes)::text from app_public.me() as m), '(protected,0)', 'a read settles virtually');
select is(test.fingerprint(), current_setting('test.stored'), 'me writes nothing');
select is((select count(*) > 0 from app_public.me() as m, app_public.me_calendar(m)), true, 'a calendar is read');
select is((select count(*) > 0 from app_public.me() as m, app_public.me_rewards(m)), true, 'rewards are read');
select is((select count(*) > 0 from app_public.me() as m, app_public.me_journal(m)), true, 'the journal is read');
select is(test.fingerprint(), current_setting('test.stored'), 'and nothing is written by it');

select test.sign_in('nobody');
select count(*) from app_public.me() as m, app_public.me_calendar(m), app_public.me_rewards(m);
select is(test.fingerprint(), current_setting('test.stored'), 'nor by the reads of a user who is not there');
