select plan(20);

select test.set_clock('2026-03-01 23:30+00');
select test.sign_in_operator('olga');
select is(row(t.user_id, t.created_at, t.already_created)::text, row(test.user_id('tess'), '2026-03-01 23:30+00'::timestamptz, false)::text, 'a test user of the caller''s own issuer is the user of its subject')
from app_public.create_test_user('tess') as t;
select is((test.stored('tess')).clock_ahead_seconds, 0::bigint, 'and has an own clock, as everybody''s at first');
select is(row(e.kind::text, e.asked, e.day, e.energy, e.last_day)::text, row('bootstrap', '{"zone": "UTC", "day_start_hour": 0, "test_user": true}'::jsonb, '2026-03-01'::date, 50, null)::text,
  'entry 1 says so: a bootstrap, in UTC') from app_public.journal_entries as e where e.user_id = test.user_id('tess') and e.sequence_number = 1;

select test.set_clock('2026-03-02 12:00+00');
select set_config('test.before', test.fingerprint(), false);
select is(row(t.user_id, t.created_at, t.already_created)::text, row(test.user_id('tess'), '2026-03-01 23:30+00'::timestamptz, true)::text, 'a repeat answers with the test user')
from app_public.create_test_user('tess') as t;
select is((app_public.create_test_user('tess', zone => 'Europe/Berlin', day_start_hour => 4)).already_created, true, 'whatever its zone and day start');
select is((app_public.create_test_user('tess', zone => 'nowhere', day_start_hour => 3)).already_created, true, 'also where there are no such ones');
select is(test.fingerprint(), current_setting('test.before'), 'and changes nothing');

select is((app_public.create_test_user('tina', zone => 'Europe/Berlin', day_start_hour => 4)).already_created, false, 'with a zone and a day start');
select is(row((test.stored('tina')).zone, (test.stored('tina')).day_start_hour)::text, row('Europe/Berlin', 4)::text, 'it has these');
select is((app_public.create_test_user('tess', 'urn:other')).user_id, app_rules.user_id_for('urn:other', 'tess'), 'of another issuer it is another user');
select is((app_public.create_test_user(repeat('x', 255), repeat('y', 255))).already_created, false, 'subject and issuer have 255 characters at most');

select set_config('test.before', test.fingerprint(), false);
select throws_ok($$select app_public.create_test_user('')$$, 'US005', null, 'and 1 at least');
select throws_ok($$select app_public.create_test_user(null)$$, 'US005', null, 'a subject is needed');
select throws_ok($$select app_public.create_test_user('tom', '')$$, 'US005', null, 'an issuer too');
select throws_ok($$select app_public.create_test_user(repeat('x', 256))$$, 'US005', null, 'one character too many');
select throws_ok($$select app_public.create_test_user('tom', repeat('y', 256))$$, 'US005', null, 'of either');
select throws_ok($$select app_public.create_test_user('tom', zone => 'nowhere')$$, 'US001', null, 'a zone that is none');
select throws_ok($$select app_public.create_test_user('tom', day_start_hour => 3)$$, 'US002', null, 'a day start that is none');
select is(test.fingerprint(), current_setting('test.before'), 'write nothing');

select test.sign_in('tess');
select is((app_public.check_in()).state.clock_ahead_hours, 0, 'whoever has the token of the subject is the test user');
