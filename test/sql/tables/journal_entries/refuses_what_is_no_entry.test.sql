select plan(18);

select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
reset role;

create temp table cases (expected text, changes jsonb, why text);
insert into cases values
  ('nothing', '{}', 'an entry'),
  ('23505 an_entry_has_its_own_number', '{"sequence_number": 1}', 'a number that is taken'),
  ('23514 sequence_numbers_start_at_1', '{"sequence_number": 0}', 'number 0'),
  ('nothing', '{"freezes_granted": 0}', 'no freeze granted'),
  ('23514 freezes_granted_is_not_negative', '{"freezes_granted": -1}', 'less'),
  ('23514 freezes_used_is_not_negative', '{"freezes_used": -1}', 'less than no freeze used'),
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
select set_eq($$select split_part(expected, ' ', 2) from cases where expected like '23% %'$$, $$select test.constraints_of('app_public.journal_entries')$$, 'every constraint of the table is tried');
