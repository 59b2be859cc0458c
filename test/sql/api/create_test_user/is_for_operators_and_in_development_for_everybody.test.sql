select plan(15);

select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.check_in();
select set_config('test.before', test.fingerprint(), false);
select throws_ok($$select app_public.create_test_user('tess')$$, 'IA002', null, 'elsewhere it is for operators alone');
select set_config('app.development', '', false);
select throws_ok($$select app_public.create_test_user('tess')$$, 'IA002', null, 'also where the server says so');
select set_config('app.development', 'true', false);
select throws_ok($$select app_public.create_test_user('tess')$$, 'IA002', null, 'and where it says anything but on');
select test.sign_in(null);
select throws_ok($$select app_public.create_test_user('tess')$$, 'IA001', null, 'who is signed out creates nobody');
select set_config('app.development', 'on', false);
select throws_ok($$select app_public.create_test_user('tess')$$, 'IA001', null, 'in development neither');
select throws_ok($$select app_public.create_test_user('tess', '')$$, 'IA001', null, 'of whatever issuer');

select test.sign_in('alice');
select throws_ok($$select app_public.create_test_user('tess', 'urn:other')$$, 'IA002', null, 'nor does a user of another issuer''s');
select is(test.fingerprint(), current_setting('test.before'), 'nothing was written');
select is((app_public.create_test_user('tess')).already_created, false, 'in development everybody creates one of the own issuer');
select is((app_public.create_test_user('tess', 'dev')).already_created, true, 'named or not');

-- A user of the app stays one.
select set_config('test.before', test.fingerprint(), false);
select throws_ok($$select app_public.create_test_user('alice')$$, 'US004', null, 'a user who is there already does not become one');
select test.sign_in_operator('olga');
select throws_ok($$select app_public.create_test_user('alice', 'dev')$$, 'US004', null, 'not by an operator either');
select is(test.fingerprint(), current_setting('test.before'), 'nothing was written');
select set_config('app.development', '', false);
select is((app_public.create_test_user('tina', 'urn:other')).already_created, false, 'an operator creates test users of any issuer, anywhere');
select test.sign_in('tess');
select is((app_public.advance_my_clock('00000000-0000-4000-8000-000000000001', days => 1)).state.clock_ahead_hours, 24, 'who then move their clock anywhere');
