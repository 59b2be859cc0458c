select plan(12);

-- A history in which everything is pending: an amnesty that nobody has taken in, days that have ended, an expired unlock.
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
reset role;
select test.set_clock('2026-03-09 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-04', '2026-03-05', 'The app was down.');
create temp table before as select test.fingerprint() as of_all;
create function pg_temp.proposal() returns app_public.rule_parameters language sql return jsonb_populate_record(null::app_public.rule_parameters, '{"check_in_points": 9, "freezes_max": 0}');

begin read only;
select is(w.users_affected, 2, 'it runs in a transaction that cannot write') from app_private.what_if('2026-03-01', pg_temp.proposal(), test.proposed('streak_3', '{"auto_claim": true, "stock": 1}')) as w;
select is(count(*), 2::bigint, 'for each user') from app_private.what_if_users('2026-03-01', pg_temp.proposal(), test.proposed('streak_3', '{"reward_id": "fresh", "auto_claim": true}'));
commit;
select is(test.fingerprint(), (select b.of_all from before as b), 'and writes nothing');
select is((select array_agg(distinct p.provolatile::text) from pg_proc as p
  where p.pronamespace = 'app_private'::regnamespace and (p.proname like 'what\_if%' or p.proname like 'proposed\_%' or p.proname in ('require_proposal', 'broken_rule'))), '{s}', 'nor could it');

-- Who may ask.
select test.sign_in_operator('olga');
select is((app_public.what_if('2026-03-01', pg_temp.proposal())).users_affected, 2, 'an operator');
select test.sign_in('alice');
select throws_ok($$ select app_public.what_if('2026-03-01', pg_temp.proposal()) $$, 'IA002', null, 'no user');
select throws_ok($$ select app_public.what_if('2999-03-01', null) $$, 'IA002', null, 'whatever they propose');
select throws_ok($$ select app_private.what_if('2026-03-01', pg_temp.proposal()) $$, '42501', null, 'nor by what is behind it');
select throws_ok($$ select app_private.what_if_part('2026-03-01', pg_temp.proposal()) $$, '42501', null, 'or its parts');
select throws_ok($$ select * from app_private.what_if_users('2026-03-01', pg_temp.proposal()) $$, '42501', null, 'or its users');
select test.sign_in(null);
select throws_ok($$ select app_public.what_if('2026-03-01', pg_temp.proposal()) $$, 'IA001', null, 'nor nobody');
reset role;
select is(test.fingerprint(), (select b.of_all from before as b), 'and nothing was written');
