select plan(8);

select test.add_reward('{"id": "mug", "gives_points": 1}', '{"check_ins": 1}');
select is(app_private.add_stock('mug', 20), 20, 'the first stock');
select is((select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = 'mug'), 20::bigint, 'can all be claimed');
select is((select max(s.remaining) - min(s.remaining) from app_private.reward_stock as s where s.reward_id = 'mug'), 1, 'and is spread evenly');
select is(app_private.add_stock('mug', 3), 23, 'more of it');
select is((select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = 'mug'), 23::bigint, 'is added');
select throws_ok($$select app_private.add_stock('mug', 0)$$, '22023', null, 'nothing cannot be added');
select throws_ok($$select app_private.add_stock('nope', 1)$$, 'P0002', null, 'nor can anything to what is no reward');

update app_private.rewards set stock = 5 where id = 'streak_3';
select throws_ok($$select app_private.add_stock('streak_3', 1)$$, '55000', null, 'nor to a stock written by hand, which nobody could claim');
