select plan(6);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select test.sign_in('bob');
select test.check_in_at('2026-03-03 12:00+00');
select set_config('test.bob', ((app_public.me()).user_id)::text, false);

select test.sign_in('alice');
select is(((app_public.me_state_at(app_public.me(), '2026-03-02 13:00+00')).streak).current, 2, 'one''s own streak of then');
select is((app_public.me_state_at(app_public.me(), '2026-03-02 13:00+00')).as_of, '2026-03-02 13:00+00', 'as of then');
select is((app_public.me_state_at(app_public.me(), '2026-03-01 11:00+00')).zone, null, 'nothing before one was there');
select is(app_public.me_state_at(row(current_setting('test.bob')::uuid, null, null)::app_public.me, '2026-03-03 13:00+00'), null, 'nothing of somebody else''s');
select test.sign_in_operator('olga');
select is((app_public.me_state_at(app_public."user"(test.user_id('bob')), '2026-03-03 13:00+00')).points, 15::bigint, 'an operator sees anybody''s');
select test.sign_in('alice');
-- A run that broke long since, and could be repaired then.
select test.set_clock('2026-03-06 12:00+00');
select is(((app_public.me_state_at(app_public.me(), '2026-03-05 12:00+00')).streak).repair, null, 'whether it could be repaired is left out');
