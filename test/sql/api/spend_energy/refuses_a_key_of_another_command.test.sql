select plan(25);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"points": 500, "lifetime_points": 500, "inventory": {"coffee": 3, "focus_chip": 3}}');
select test.sign_in('alice');
select app_public.spend_energy(5, pg_temp.key(1)) is null;
select app_public.spend_energy(5, pg_temp.key(2), 'A game.') is null;
select app_public.buy_item('coffee', pg_temp.key(3), 2) is null;
select app_public.use_item('coffee', pg_temp.key(4)) is null;
reset role;
select app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"points": 5}'), 'A gift.', pg_temp.key(5)) is null;
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"points": 5}'), 'A gift.', pg_temp.key(1))$$, 'IK001', null, 'a grant with the key of a spend');
select test.sign_in('alice');
select throws_ok(c.command, 'IK001', null, c.why)
from (values
  ('select app_public.spend_energy(6, pg_temp.key(1))', 'another amount'),
  ('select app_public.spend_energy(4, pg_temp.key(1))', 'a smaller amount'),
  ($$select app_public.spend_energy(5, pg_temp.key(1), 'A game.')$$, 'a reason that was not given'),
  ('select app_public.spend_energy(5, pg_temp.key(2))', 'a reason that is left out'),
  ($$select app_public.spend_energy(5, pg_temp.key(2), 'A Game.')$$, 'another reason'),
  ('select app_public.spend_energy(0, pg_temp.key(1))', 'no amount: the key is named whatever else is wrong'),
  ('select app_public.spend_energy(null, pg_temp.key(1))', 'null'),
  ('select app_public.spend_energy(1000001, pg_temp.key(1))', 'an amount beyond the limit'),
  ('select app_public.spend_energy(100, pg_temp.key(1))', 'more than there is'),
  ($$select app_public.spend_energy(5, pg_temp.key(1), '')$$, 'an empty reason'),
  ('select app_public.spend_energy(5, pg_temp.key(3))', 'a spend with the key of a purchase'),
  ('select app_public.spend_energy(5, pg_temp.key(4))', 'a spend with the key of a use'),
  ('select app_public.spend_energy(5, pg_temp.key(5))', 'a spend with the key of a grant'),
  ($$select app_public.buy_item('coffee', pg_temp.key(1), 5)$$, 'a purchase with the key of a spend'),
  ($$select app_public.buy_item('coffee', pg_temp.key(3), 1)$$, 'another quantity'),
  ($$select app_public.buy_item('coffee', pg_temp.key(3))$$, 'no quantity, which is one'),
  ($$select app_public.buy_item('focus_chip', pg_temp.key(3), 2)$$, 'another item'),
  ($$select app_public.buy_item('no_such', pg_temp.key(3), 2)$$, 'an item that there is not'),
  ($$select app_public.buy_item('coffee', pg_temp.key(4), 1)$$, 'a purchase with the key of a use'),
  ($$select app_public.use_item('coffee', pg_temp.key(3))$$, 'a use with the key of a purchase'),
  ($$select app_public.use_item('focus_chip', pg_temp.key(4))$$, 'a use of another item'),
  ($$select app_public.use_item(null, pg_temp.key(4))$$, 'a use of no item')) as c(command, why);
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written');
select is((select s.replayed from app_public.spend_energy(5, pg_temp.key(2), 'A game.') as s), true, 'the first command is still answered');
