select plan(8);
select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);

select throws_ok('select app_public.check_in()', 'IA001', null, 'a check-in needs a user');
select throws_ok($$select app_public.check_in('infinity')$$, 'IA001', null, 'whatever else is wrong');
select throws_ok($$select app_public.claim_reward('first_check_in')$$, 'IA001', null, 'a claim needs a user');
select throws_ok('select app_public.bootstrap()', 'IA001', null, 'a bootstrap needs a user');
select throws_ok($$select app_public.update_settings('Europe/Berlin')$$, 'IA001', null, 'a setting needs a user');
select is((select m.user_id from app_public.me() as m), null, 'me is null');

reset role;
set role app_user;
select throws_ok('select app_public.check_in()', 'IA001', null, 'the role alone makes nobody a user');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written');
