select plan(23);

create function test.key(k int) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid;
create function pg_temp.clock(days int, hours int) returns app_public.command_result language sql volatile return app_public.advance_my_clock(gen_random_uuid(), days, hours);

select test.set_clock('2026-03-01 12:00+00');
select app_private.create_test_user('dev', 'tess', 'UTC', 0);
select test.sign_in(null);
select throws_ok('select pg_temp.clock(1, 0)', 'IA001', null, 'who is signed out has no clock');
select test.sign_in('alice');
select throws_ok('select pg_temp.clock(1, 0)', 'US004', null, 'nor has who is not there yet');
select is(test.stored('alice'), null, 'who is not created by it');
select app_public.check_in();
select set_config('test.before', test.fingerprint(), false);
select throws_ok('select pg_temp.clock(1, 0)', 'US004', null, 'a user of the app has none');
select throws_ok('select pg_temp.clock(-1, 0)', 'US004', null, 'which comes before what would be wrong with the move');
select is(test.fingerprint(), current_setting('test.before'), 'nothing was written');

select test.sign_in('tess');
select set_config('test.before', test.fingerprint(), false);
select throws_ok('select pg_temp.clock(0, 0)', 'QT001', null, 'no time at all');
select throws_ok('select pg_temp.clock(null, null)', 'QT001', null, 'nor any left out');
select throws_ok('select pg_temp.clock(0, -1)', 'QT001', null, 'an hour back');
select throws_ok('select pg_temp.clock(-1, 0)', 'QT001', null, 'a day back');
select throws_ok('select pg_temp.clock(2, -1)', 'QT001', null, 'hours back among days');
select throws_ok('select pg_temp.clock(-1, 30)', 'QT001', null, 'days back among hours');
select throws_ok('select pg_temp.clock(366, 1)', 'QT001', null, 'an hour more than 366 days');
select throws_ok('select pg_temp.clock(0, 8785)', 'QT001', null, 'also as hours');
select throws_ok('select pg_temp.clock(2147483647, 2147483647)', 'QT001', null, 'the longest that there is');
select is(test.fingerprint(), current_setting('test.before'), 'nothing was written');
select is((pg_temp.clock(0, 1)).state.clock_ahead_hours, 1, 'an hour is a move');
select is((pg_temp.clock(366, 0)).state.clock_ahead_hours, 8785, '366 days are');
select is((pg_temp.clock(0, 8784)).state.clock_ahead_hours, 17569, 'as hours too');

reset role;
update app_private.user_states set clock_ahead_seconds = (100 * 8766 - 25) * 3600::bigint where user_id = test.user_id('tess');
select test.sign_in('tess');
select throws_ok('select pg_temp.clock(1, 2)', 'QT001', null, 'more than 100 years in all');
select is((pg_temp.clock(1, 1)).state.clock_ahead_hours, 876600, '100 years are the most');
select throws_ok('select pg_temp.clock(0, 1)', 'QT001', null, 'and then not an hour');
select is((app_public.check_in()).day, '2126-03-02', 'by which the own clock stands a hundred years from now');
