select plan(37);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'an entry'),
  ('23505 an_entry_has_its_own_number', '{"sequence_number": 1}', 'a number that is taken'),
  ('23514 sequence_numbers_start_at_1', '{"sequence_number": 0}', 'number 0'),
  ('nothing', '{"freezes_granted": 0}', 'no freeze granted'),
  ('23514 only_a_reversal_takes_freezes_back', '{"freezes_granted": -1}', 'less'),
  ('nothing', '{"freezes_granted": -1, "kind": "reversal", "reverses": 1, "operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12"}', 'less, by a reversal'),
  ('23514 a_reversal_names_an_earlier_entry', '{"operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12", "kind": "reversal"}', 'a reversal of nothing'),
  ('23514 a_reversal_names_an_earlier_entry', '{"reverses": 1}', 'what reverses an entry and is no reversal'),
  ('23514 a_reversal_names_an_earlier_entry', '{"operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12", "kind": "reversal", "reverses": 99}', 'a reversal of itself'),
  ('23514 a_reversal_names_an_earlier_entry', '{"operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12", "kind": "reversal", "reverses": 100}', 'of an entry to come'),
  ('nothing', '{"kind": "reversal", "reverses": 98, "operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12"}', 'of the entry before it'),
  ('23514 a_reversal_names_an_earlier_entry', '{"operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12", "kind": "reversal", "reverses": 0}', 'of no entry'),
  ('nothing', '{"kind": "spend", "idempotency_key": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a11"}', 'a command with its key'),
  ('23514 a_repeatable_command_has_its_key', '{"kind": "spend"}', 'one without'),
  ('23514 a_repeatable_command_has_its_key', '{"idempotency_key": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a11"}', 'a key of a command that needs none'),
  ('nothing', '{"kind": "claim", "terms": {}}', 'a claim with what the catalogue said'),
  ('23514 what_the_catalogue_said_is_kept', '{"kind": "claim"}', 'one without'),
  ('23514 what_the_catalogue_said_is_kept', '{"terms": {}}', 'terms of a command that has none'),
  ('23514 an_operator_s_command_names_the_operator', '{"kind": "reversal", "reverses": 1}', 'an operator''s command without its operator'),
  ('23514 an_operator_s_command_names_the_operator', '{"operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12"}', 'a user''s command with one'),
  ('23514 freezes_used_is_not_negative', '{"freezes_used": -1}', 'less than no freeze used'),
  ('nothing', '{"rewards_unlocked": 0}', 'nothing unlocked'),
  ('23514 rewards_unlocked_are_not_negative', '{"rewards_unlocked": -1}', 'less'),
  ('23514 energy_refilled_is_not_negative', '{"energy_refilled": -1}', 'energy that flows away'),
  ('nothing', '{"energy_delta": -1}', 'energy that is spent'),
  ('nothing', '{"xp_delta": 0}', 'no XP'),
  ('23514 xp_is_never_lost', '{"xp_delta": -1}', 'XP taken away'),
  ('nothing', '{"points_delta": -1}', 'points that are spent'),
  ('nothing', '{"points": 0}', 'no points left'),
  ('23514 points_are_not_negative', '{"points": -1}', 'less than none'),
  ('nothing', '{"items_delta": {"coffee": -1}}', 'an item that is used'),
  ('23514 items_delta_maps_items', '{"items_delta": []}', 'a list of items'),
  ('22P02', '{"kind": "gift"}', 'a kind that is none'),
  ('23502', '{"asked": null}', 'an entry of what nobody asked');

select is(test.refusal_of_copy('app_public.journal_entries', '{"sequence_number": 99}' || changes), expected, why) from cases;
create temp table journal_keys (expected text, first jsonb, second jsonb, why text);
insert into journal_keys values
  ('23505 journal_entries_have_one_effect_for_each_key', '{"kind": "spend", "idempotency_key": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a11"}', '{"kind": "buy", "terms": {}, "idempotency_key": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a11"}', 'a key twice'),
  ('23505 journal_entries_are_reversed_once', '{"kind": "reversal", "reverses": 1, "operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12"}', '{"kind": "reversal", "reverses": 1, "operator_id": "6d1f9a52-6a52-4c1e-8b8e-0e6f3b7c1a12"}', 'an entry reversed twice');
select is(test.refusal(format(
    'insert into app_public.journal_entries select changed.* from app_public.journal_entries as original, lateral (values (%L::jsonb), (%L)) as c(changes), jsonb_populate_record(original, c.changes) as changed where original.sequence_number = 2',
    '{"sequence_number": 98}' || first, '{"sequence_number": 99}' || second)), expected, why)
from journal_keys;
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_public.journal_entries')$$, 'every constraint of the table is tried');
