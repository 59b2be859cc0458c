select plan(24);
create function pg_temp.everything(me app_public.me)
returns text
language sql stable
return concat_ws(E'\n', me::text,
  (select string_agg(r::text, ' ') from app_public.me_rewards(me) as r),
  (select string_agg(r::text, ' ') from app_public.me_owned_rewards(me) as r),
  (select string_agg(r::text, ' ') from app_public.me_journal(me) as r),
  (select string_agg(r::text, ' ') from app_public.me_calendar(me, '2026-02-25', '2026-03-20') as r));
create function pg_temp.both(subject text, at timestamptz)
returns boolean
language plpgsql volatile
as $$
declare
  v_own text;
begin
  perform test.set_clock(at);
  perform test.sign_in(subject);
  v_own := pg_temp.everything(app_public.me());
  perform test.sign_in_operator('olga');
  return length(v_own) > 500 and pg_temp.everything(app_public."user"(test.user_id(subject))) = v_own;
end
$$;
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select app_public.claim_reward('streak_3') is null;
select app_public.buy_item('coffee', 'a0000000-0000-4000-8000-000000000001', 2) is null;
select app_public.update_settings('Asia/Tokyo', 4) is null;
select test.sign_in('bob');
select test.check_in_at('2026-03-07 12:00+00') is null;

select test.sign_in(null);
select throws_ok($$select app_public."user"(test.user_id('alice'))$$, 'IA001', null, 'nobody is signed in');
select throws_ok($$select app_public."user"(null)$$, 'IA001', null, 'which is said first');
select test.sign_in('alice');
select throws_ok($$select app_public."user"(test.user_id('bob'))$$, 'IA002', null, 'a user sees no other');
select throws_ok($$select app_public."user"(test.user_id('alice'))$$, 'IA002', null, 'nor themselves, but by me');
select throws_ok($$select app_public."user"(test.user_id('nobody'))$$, 'IA002', null, 'and is not told who there is');
select test.sign_in_operator('olga');
select is(app_public."user"(test.user_id('nobody')), null, 'null for nobody');
select is(app_public."user"(null), null, 'and for no id');
select is(app_public."user"(test.user_id('olga')), null, 'and for an operator who has done nothing');

-- The operator is a user too, with a state, rewards and a journal of their own.
select test.sign_in_operator('olga');
select test.check_in_at('2026-03-07 13:00+00') is null;
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.both('alice', '2026-03-07 13:00+00'), true, 'the same state, rewards, journal and calendar');
select is(pg_temp.both('bob', '2026-03-07 13:00+00'), true, 'of each user their own');
select is(pg_temp.both('alice', '2026-03-09 13:00+00'), true, 'also when a freeze is used and not stored');
select is(pg_temp.both('alice', '2026-03-19 13:00+00'), true, 'and when the run has ended');
select is((select (u.user_id = test.user_id('bob'), u.created_at)::text from app_public."user"(test.user_id('bob')) as u), row(true, '2026-03-07 12:00+00'::timestamptz)::text, 'with id and time');
select is((select (u.state).zone || (u.state).day_start_hour from app_public."user"(test.user_id('alice')) as u), 'Asia/Tokyo4', 'in their own zone');
select is(test.fingerprint(), current_setting('test.stored'), 'reading changes nothing');
select is((select array_agg(distinct e.user_id) from app_public.me() as m, app_public.me_journal(m) as e), array[test.user_id('olga')], 'an operator''s me has their own journal alone');
select is((select count(*) from app_public.me() as m, app_public.me_owned_rewards(m) as r), 1::bigint, 'and their own rewards');
select is((select count(*) from app_public.me() as m, app_public.me_calendar(m, '2026-03-01', '2026-03-10') as c where c.mark is not null), 1::bigint, 'and calendar');

-- An amnesty that nobody has taken in yet.
select app_public.declare_amnesty('2026-03-08', '2026-03-18', 'Outage.') is null;
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.both('alice', '2026-03-19 14:00+00'), true, 'with amnesties that are not taken in yet');
select is((select (u.state).streak.current from app_public."user"(test.user_id('alice')) as u), 7, 'which restore a run');
select is(test.fingerprint(), current_setting('test.stored'), 'reading does not store it');
select test.sign_in('alice');
select test.check_in_at('2026-03-19 15:00+00') is null;
select is(pg_temp.both('alice', '2026-03-19 15:00+00'), true, 'and when they are');
-- What a user is handed by somebody else is theirs alone to read.
select is((select count(*) from app_private.users), 3::bigint, 'an operator sees that there are others');
select test.sign_in('bob');
select is((select count(*) from app_private.users), 1::bigint, 'a user does not');
