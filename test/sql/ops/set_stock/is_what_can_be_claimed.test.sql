select plan(17);

select test.add_reward('{"id": "mug", "gives_points": 1}', '{"check_ins": 1}');
create function test.left_of(reward text) returns bigint language sql stable return (select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = reward);

select lives_ok($$select app_private.set_stock('mug', null)$$, 'no limit where there is none changes nothing');
select is(test.left_of('mug'), null, 'and there is no stock');
select app_private.set_stock('mug', 20);
select is(test.left_of('mug'), 20::bigint, 'the first stock can all be claimed');
select is((select max(s.remaining) - min(s.remaining) from app_private.reward_stock as s where s.reward_id = 'mug'), 1, 'and is spread evenly');
select app_private.set_stock('mug', 20);
select is(test.left_of('mug'), 20::bigint, 'a repeat changes nothing');
select app_private.set_stock('mug', 23);
select is(test.left_of('mug'), 23::bigint, 'a higher one adds what is more');

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
select app_public.claim_reward('mug');
reset role;
select is(test.left_of('mug'), 22::bigint, 'a claim takes one');
select app_private.set_stock('mug', 3);
select is(test.left_of('mug'), 2::bigint, 'a lower stock takes back what is not claimed');
select is(min(s.remaining), 0, 'from each slot at most what it has') from app_private.reward_stock as s where s.reward_id = 'mug';
select app_private.set_stock('mug', 1);
select is(test.left_of('mug'), 0::bigint, 'down to what has been claimed');
select throws_ok($$select app_private.set_stock('mug', 0)$$, 'RW006', null, 'a stock is positive');
select app_private.set_stock('mug', 2);

select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00');
select app_public.claim_reward('mug');
reset role;
select throws_ok($$select app_private.set_stock('mug', 1)$$, 'RW006', null, 'not below it');
select is(test.left_of('mug'), 0::bigint, 'which changes nothing');
select is((select r.stock from app_private.rewards as r where r.id = 'mug'), 2, 'at all');
select throws_ok($$select app_private.set_stock('mug', null)$$, 'RW006', null, 'and there is no way back to no limit');
select throws_ok($$select app_private.set_stock('nope', 1)$$, 'P0002', null, 'what is no reward has no stock');

update app_private.rewards set stock = 5 where id = 'streak_3';
select throws_ok($$select app_private.set_stock('streak_3', 1)$$, '55000', null, 'nor what has one written by hand, which nobody could claim');
