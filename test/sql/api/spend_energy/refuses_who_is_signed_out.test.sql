select plan(11);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.spend_energy(5, pg_temp.key(1)) is null;
select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);
select throws_ok('select app_public.spend_energy(5, pg_temp.key(2))', 'IA001', null, 'a spend needs a user');
select throws_ok('select app_public.spend_energy(5, pg_temp.key(1))', 'IA001', null, 'a repeat too');
select throws_ok('select app_public.spend_energy(0, null)', 'IA001', null, 'whatever else is wrong');
select throws_ok($$select app_public.buy_item('coffee', pg_temp.key(2))$$, 'IA001', null, 'a purchase needs a user');
select throws_ok($$select app_public.buy_item('no_such', null, 0)$$, 'IA001', null, 'whatever else is wrong');
select throws_ok($$select app_public.use_item('coffee', pg_temp.key(2))$$, 'IA001', null, 'a use needs a user');
select throws_ok($$select app_public.use_item(null, null)$$, 'IA001', null, 'whatever else is wrong');
reset role;
set role app_user;
select throws_ok('select app_public.spend_energy(5, pg_temp.key(2))', 'IA001', null, 'the role alone makes nobody a user');

-- Without a key nothing is made, by whatever it is refused; GraphQL requires one.
select test.sign_in('alice');
select throws_ok('select app_public.spend_energy(5, null)');
select throws_ok($$select app_private.spend_energy(test.user_id('alice'), 5, null, pg_temp.key(2))$$, '42501', null, 'the core is not for users');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written');
