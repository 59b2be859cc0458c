-- A metric needs a row and an expression; one without the expression has no value.
select plan(1);

insert into app_private.metrics (id, title) values ('weather', 'Weather');
select test.add_reward('{"id": "sunny", "gives_points": 5}', '{"weather": 1}');
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
select is_empty($$select reward_id from app_private.reward_unlocks where reward_id = 'sunny'$$, 'nobody knows the weather, so nothing is unlocked by it');
