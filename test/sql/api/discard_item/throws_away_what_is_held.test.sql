select plan(15);

create function test.key(k int) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid;
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select throws_ok($$select app_public.discard_item('coffee', test.key(1))$$, 'IT003', null, 'who has none cannot throw one away');
select test.check_in_at('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select app_public.grant_effects(test.user_id('alice'), test.effects('{"points": 30, "items": {"coffee": 3, "focus_chip": 1}}'), 'Sorry', test.key(2));

select test.sign_in('alice');
select is(row((d.took).items, (d.gave).points, (d.gave).energy, (d.gave).xp, d.replayed)::text,
  row(array[row('coffee', 1)::app_public.inventory_item], 0, 0, 0, false)::text, 'one is taken unless it says how many, for nothing')
from app_public.discard_item('coffee', test.key(1)) as d;
select is((test.stored('alice')).inventory, '{"coffee": 2, "focus_chip": 1}', 'and is gone');
select is(row(e.kind::text, e.asked, e.items_delta, e.points_delta, e.energy_delta)::text,
  row('discard', '{"item_id": "coffee", "quantity": 1}'::jsonb, '{"coffee": -1}'::jsonb, 0, 0)::text, 'as the journal says')
from app_public.journal_entries as e where e.user_id = test.user_id('alice') and e.idempotency_key = test.key(1);
select set_config('test.before', test.fingerprint(), false);
select is((app_public.discard_item('coffee', test.key(1))).replayed, true, 'a repeat says so');
select is(test.fingerprint(), current_setting('test.before'), 'and changes nothing');
select throws_ok($$select app_public.discard_item('coffee', test.key(1), 2)$$, 'IK001', null, 'its key with another quantity');
select throws_ok($$select app_public.use_item('coffee', test.key(1))$$, 'IK001', null, 'or for another command');
select throws_ok($$select app_public.discard_item('coffee', test.key(3), 3)$$, 'IT003', null, 'more than there are');
select throws_ok($$select app_public.discard_item('coffee', test.key(3), 0)$$, 'QT001', null, 'none');
select throws_ok($$select app_public.discard_item('no_such', test.key(3))$$, 'IT003', null, 'what is no item');
select lives_ok($$select app_public.discard_item('coffee', test.key(3), 2)$$, 'a refused key can be used, for all that there are');
select is((test.stored('alice')).inventory, '{"focus_chip": 1}', 'which leaves no trace in the inventory');

select test.sign_in_operator('olga');
select app_public.reverse_entry(test.user_id('alice'), (test.stored('alice')).sequence_number, 'A slip of the thumb');
select is((test.stored('alice')).inventory, '{"coffee": 2, "focus_chip": 1}', 'an operator can reverse it');
select test.sign_in(null);
select throws_ok($$select app_public.discard_item('coffee', test.key(4))$$, 'IA001', null, 'who is signed out has nothing');
