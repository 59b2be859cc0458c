select plan(7);

select test.add_reward('{"id": "party", "gives_points": 1, "stock": 5}', '{}');

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'another slot'),
  ('23505 reward_stock_pkey', '{"slot": 0}', 'a slot that exists'),
  ('23503 reward_stock_reward_id_fkey', '{"reward_id": "nothing"}', 'of no reward'),
  ('nothing', '{"remaining": 1}', 'one is left'),
  ('nothing', '{"remaining": 0}', 'none is left'),
  ('23514 stock_is_not_negative', '{"remaining": -1}', 'less than none is left');

select is(test.refusal_of_copy('app_private.reward_stock', '{"slot": 1}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.reward_stock')$$, 'every constraint of the table is tried');
