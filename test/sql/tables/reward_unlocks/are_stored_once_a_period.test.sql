select plan(10);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'another period'),
  ('nothing', jsonb_build_object('user_id', test.user_id('bob'), 'period_key', 'once'), 'another user'),
  ('nothing', '{"reward_id": "streak_3", "period_key": "once"}', 'another reward'),
  ('23505 a_reward_is_unlocked_once_a_period', '{"reward_id": "first_check_in", "period_key": "once"}', 'the same again'),
  ('23503 reward_unlocks_reward_id_fkey', '{"reward_id": "party"}', 'of no reward'),
  ('nothing', '{"claimable_until": null}', 'claimable for ever'),
  ('nothing', '{"claimable_until": "2026-03-01 12:00:00.000001+00"}', 'claimable for a microsecond'),
  ('23514 an_unlock_can_be_claimed_for_a_while', '{"claimable_until": "2026-03-01 12:00:00+00"}', 'claimable for no time'),
  ('23514 an_unlock_can_be_claimed_for_a_while', '{"claimable_until": "2026-03-01 11:59:59+00"}', 'claimable before it was unlocked');

select is(test.refusal_of_copy('app_private.reward_unlocks', '{"period_key": "2026-W09"}' || changes), expected, why) from cases;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_private.reward_unlocks')$$, 'every constraint of the table is tried');
