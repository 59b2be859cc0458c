select plan(8);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('23505 a_reward_is_claimed_once_a_period', '{}', 'the same again'),
  ('nothing', '{"reward_id": "streak_3"}', 'another reward that is unlocked'),
  ('23503 only_what_was_unlocked_is_claimed', '{"reward_id": "streak_7"}', 'one that is not'),
  ('23503 only_what_was_unlocked_is_claimed', '{"period_key": "2026-W09"}', 'a period in which it was not'),
  ('23503 only_what_was_unlocked_is_claimed', jsonb_build_object('user_id', test.user_id('bob')), 'by another user'),
  ('23502', '{"reward_id": "streak_3", "automatic": null}', 'whether automatic or not must be known'),
  ('23502', '{"reward_id": "streak_3", "from_stock": null}', 'and whether it was one of the stock');

select is(test.refusal_of_copy('app_private.reward_claims', '{}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.reward_claims')$$, 'every constraint of the table is tried');
