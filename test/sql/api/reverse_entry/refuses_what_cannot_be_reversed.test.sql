select plan(46);
create function pg_temp.key(n int)
returns uuid
language sql immutable
return ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid;
create function pg_temp.number(subject text, kind app_public.journal_kind)
returns bigint
language sql stable security definer
return (select max(e.sequence_number) from app_public.journal_entries as e where e.user_id = test.user_id(number.subject) and e.kind = number.kind);
create function pg_temp.reverse(subject text, n bigint, reason text default 'A mistake.')
returns app_public.command_result
language sql volatile
return app_public.reverse_entry(test.user_id(reverse.subject), reverse.n, reverse.reason);

-- A journal of everything.
select test.add_reward('{"id": "purse", "gives_points": 500, "auto_claim": true}', '{"check_ins": 2}');
select test.add_rule_version('2026-02-01 00:00+00', '{"inventory_max": 1}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select app_public.update_settings('UTC', 4) is null;
select test.set_clock('2026-03-04 12:00+00');
select app_public.repair_streak('2026-03-03') is null;
select test.check_in_at('2026-03-04 12:00+00') is null;
select app_public.pause_streak('2026-03-06') is null;
select app_public.spend_energy(1, pg_temp.key(1)) is null;
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-03', '2026-03-03', 'Outage.') is null;
select test.sign_in('alice');
select app_public.spend_energy(1, pg_temp.key(2)) is null;
select test.sign_in('bob');
select test.check_in_at('2026-03-04 12:00+00') is null;

select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);
select throws_ok($$select pg_temp.reverse('alice', 2)$$, 'IA001', null, 'nobody is signed in');
select throws_ok($$select pg_temp.reverse('nobody', -1, null)$$, 'IA001', null, 'which is said first');
select test.sign_in('alice');
select throws_ok($$select pg_temp.reverse('alice', 2)$$, 'IA002', null, 'a user is no operator');
select throws_ok($$select pg_temp.reverse('nobody', -1, null)$$, 'IA002', null, 'which is said first');
select test.sign_in_operator('olga');
select throws_ok($$select pg_temp.reverse('nobody', 1)$$, 'US003', null, 'nobody has that id');
select throws_ok($$select app_public.reverse_entry(null, 1, 'A mistake.')$$, 'US003', null, 'nobody has none');
select throws_ok($$select pg_temp.reverse('olga', 1)$$, 'US003', null, 'an operator who has done nothing is no user');
select throws_ok($$select pg_temp.reverse('alice', pg_temp.number('alice', 'bootstrap'))$$, 'RV001', null, 'a bootstrap');
select throws_ok($$select pg_temp.reverse('alice', pg_temp.number('alice', 'settings'))$$, 'RV001', null, 'settings');
select throws_ok($$select pg_temp.reverse('alice', pg_temp.number('alice', 'pause'))$$, 'RV001', null, 'a pause');
select throws_ok($$select pg_temp.reverse('alice', pg_temp.number('alice', 'repair'))$$, 'RV001', null, 'a repair, although it took points');
select throws_ok($$select pg_temp.reverse('alice', pg_temp.number('alice', 'amnesty'))$$, 'RV001', null, 'an amnesty, although it gave points');
select throws_ok($$select pg_temp.reverse('alice', 0)$$, 'RV001', null, 'entry 0');
select throws_ok($$select pg_temp.reverse('alice', -1)$$, 'RV001', null, 'one before it');
select throws_ok($$select pg_temp.reverse('alice', null)$$, 'RV001', null, 'no number');
select throws_ok($$select pg_temp.reverse('alice', 9223372036854775807)$$, 'RV001', null, 'the greatest number there is');
select throws_ok($$select pg_temp.reverse('bob', pg_temp.number('alice', 'spend'))$$, 'RV001', null, 'the number of another user''s entry');
select throws_ok($$select pg_temp.reverse('alice', (test.stored('alice')).sequence_number + 1)$$, 'RV001', null, 'the entry that the reversal would be');
select throws_ok($$select pg_temp.reverse('alice', 2, null)$$, 'RS001', null, 'no reason');
select throws_ok($$select pg_temp.reverse('alice', 2, '')$$, 'RS001', null, 'an empty reason');
select throws_ok($$select pg_temp.reverse('alice', 2, repeat('r', 201))$$, 'RS001', null, 'a reason of 201 characters');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
select is((pg_temp.reverse('alice', pg_temp.number('alice', 'spend'), repeat('ß', 200))).replayed, false, 'a reason of 200 characters');
select throws_ok($$select pg_temp.reverse('alice', pg_temp.number('alice', 'reversal'))$$, 'RV001', null, 'a reversal is not reversed');

-- Points that are spent: 500 were given; 515 - 15 are left, then 499.
select test.sign_in('carol');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select is((test.stored('carol')).points, 520::bigint, 'a purse of 500');
select app_public.buy_item('coffee', pg_temp.key(1), 2) is null;
select test.sign_in_operator('olga');
select app_public.save_item(jsonb_populate_record(null::app_public.item, '{"item_id": "coffee", "title": "Coffee", "description": "", "price_points": 1, "gives": {"energy": 15}}')) is null;
select test.sign_in('carol');
select app_public.buy_item('coffee', pg_temp.key(2)) is null;
select is((test.stored('carol')).points, 499::bigint, '499 are left');
select test.sign_in_operator('olga');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'claim'))$$, 'PT001', null, 'points that are spent are not taken back');
select is(test.fingerprint(), current_setting('test.stored'), 'nor a part of them');
select lives_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'buy'))$$, 'when what they were spent on is reversed');
select lives_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'claim'))$$, 'they are, to the last');
select is((select row(s.points, s.lifetime_points, s.inventory)::text from test.stored('carol') as s), '(0,20,"{""coffee"": 2}")', 'which leaves none');

-- Items that are used: one of two.
select test.sign_in('carol');
select app_public.spend_energy(50, pg_temp.key(3)) is null;
select app_public.use_item('coffee', pg_temp.key(4)) is null;
select test.sign_in_operator('olga');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.reverse('carol', (select min(e.sequence_number) from app_public.journal_entries as e where e.user_id = test.user_id('carol') and e.kind = 'buy'))$$,
  'IT003', null, 'items that are used are not taken back');
select is(test.fingerprint(), current_setting('test.stored'), 'nor those that are not');
select lives_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'use'))$$, 'when the use is reversed');
select lives_ok($$select pg_temp.reverse('carol', (select min(e.sequence_number) from app_public.journal_entries as e where e.user_id = test.user_id('carol') and e.kind = 'buy'))$$, 'they are');
select is((select row(s.points, s.lifetime_points, s.inventory)::text from test.stored('carol') as s), '(20,20,{})', 'at the price that was paid');

-- Items that come back: one at most is held.
select app_public.grant_effects(test.user_id('carol'), test.effects('{"items": {"coffee": 1}}'), 'For fun.', pg_temp.key(5)) is null;
select test.sign_in('carol');
select app_public.use_item('coffee', pg_temp.key(6)) is null;
select app_public.buy_item('focus_chip', pg_temp.key(7)) is null;
select test.sign_in_operator('olga');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'use'))$$, 'IN001', null, 'an item that does not fit does not come back');
select throws_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'grant'))$$, 'IT003', null, 'nor is taken back what was used');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
select lives_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'buy'))$$, 'when there is room');
select lives_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'use'))$$, 'it does');
select is((test.stored('carol')).inventory, '{"coffee": 1}'::jsonb, 'as the only one');
select lives_ok($$select pg_temp.reverse('carol', pg_temp.number('carol', 'grant'))$$, 'and is taken back with the grant');
select is((test.stored('carol')).inventory, '{}'::jsonb, 'which leaves none');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
select is((select max(e.sequence_number) from app_public.journal_entries as e where e.user_id = test.user_id('olga')), null, 'the operator has no journal of it');
