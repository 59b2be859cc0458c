select plan(4);

-- It is the 8th. alice and tess checked in through the 3rd.
select test.set_clock('2026-03-01 12:00+00');
select app_private.create_test_user('dev', 'tess', 'UTC', 0);
select test.sign_in(name), test.check_in_daily('2026-03-01 12:00+00', 3) from unnest('{alice,tess}'::text[]) as name;
reset role;
select test.set_clock('2026-03-08 09:00+00');

select is((select array_agg(e.user_id) from app_private.amnesty_effects('2026-03-04', '2026-03-07') as e), array[test.user_id('alice')], 'a preview is of the users of the app');
select is((app_private.preview_amnesty('2026-03-04', '2026-03-07')).users, 1, 'who are counted alone');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-04', '2026-03-07', 'Storm.');
select test.sign_in('alice');
select is((m.state).streak.current, 3, 'the amnesty restores the run of a user') from app_public.me() as m;
select test.sign_in('tess');
select is((m.state).streak.current, 3, 'and of a test user, as of everybody') from app_public.me() as m;
