select plan(25);
create function pg_temp.save(changes jsonb)
returns app_public.reward
language sql volatile
return app_public.save_reward(jsonb_populate_record(null::app_public.reward,
  '{"reward_id": "spring", "title": "Spring", "description": "", "conditions": [], "gives": {"points": 5}}' || save.changes));
create function pg_temp.saves(gives jsonb, conditions jsonb)
returns text
language sql volatile
return test.refusal(format('select pg_temp.save(%L)', jsonb_build_object('gives', saves.gives, 'conditions', saves.conditions)));
create function pg_temp.items(n int)
returns jsonb
language sql stable
return jsonb_build_object('items', (select jsonb_agg(jsonb_build_object('item_id', 'item_' || k, 'quantity', 1)) from generate_series(1, items.n) as k));
insert into app_private.items (id, title, description, price_points, gives) select 'item_' || k, 'Item', '', 5, test.effects('{"energy": 1}') from generate_series(1, 8) as k;
-- A time of plenty in April, and less of everything since May; then June, with more of each.
select test.add_rule_version('2026-04-01 00:00+00', '{"freezes_max": 9, "inventory_max": 9, "energy_max": 500, "energy_overfill": 400, "level_thresholds": [0, 1, 2, 3], "level_boosts_basis_points": [1, 1, 1, 1]}');
select test.add_rule_version('2026-05-01 00:00+00', '{"freezes_max": 1, "inventory_max": 2, "energy_max": 80, "energy_overfill": 10, "level_thresholds": [0, 1], "level_boosts_basis_points": [1, 1]}');

select test.set_clock('2026-04-30 23:59:59.999999+00');
select test.sign_in_operator('olga');
select is(pg_temp.saves('{"freezes": 9}', '[]'), 'nothing', 'as many freezes as the version in force allows, to its last instant');
select is(pg_temp.saves('{"freezes": 10}', '[]'), 'RW006', 'not one more');
select is(pg_temp.saves(pg_temp.items(8), '[]'), 'nothing', 'as many items');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "energy", "at_least": 900}]'), 'nothing', 'energy up to the maximum and what overfills it');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "energy", "at_least": 901}]'), 'RW006', 'not more');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "level", "at_least": 4}]'), 'nothing', 'the last level');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "level", "at_least": 5}]'), 'RW006', 'not one more, although version 1 had it');

select test.set_clock('2026-05-01 00:00+00');
select is(pg_temp.saves('{"freezes": 1}', '[]'), 'nothing', 'under the next version what that allows');
select is(pg_temp.saves('{"freezes": 2}', '[]'), 'RW006', 'and not what one of the past did');
select is(pg_temp.saves(pg_temp.items(2), '[]'), 'nothing', 'two items');
select is(pg_temp.saves(pg_temp.items(3), '[]'), 'RW006', 'not three');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "energy", "at_least": 90}]'), 'nothing', '90 energy');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "energy", "at_least": 91}]'), 'RW006', 'not 91');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "level", "at_least": 2}]'), 'nothing', 'level 2');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "level", "at_least": 3}]'), 'RW006', 'not 3');

select test.add_rule_version('2026-06-01 00:00+00', '{"freezes_max": 3, "inventory_max": 4, "energy_max": 100, "energy_overfill": 0, "level_thresholds": [0, 1, 2], "level_boosts_basis_points": [1, 1, 1]}');
select test.add_rule_version('2026-07-01 00:00+00', '{"freezes_max": 0, "inventory_max": 1}');
select is(pg_temp.saves('{"freezes": 3}', '[]'), 'nothing', 'what a version to come allows');
select is(pg_temp.saves('{"freezes": 4}', '[]'), 'RW006', 'and no more');
select is(pg_temp.saves(pg_temp.items(4), '[]'), 'nothing', 'items of a version to come');
select is(pg_temp.saves(pg_temp.items(5), '[]'), 'RW006', 'and no more');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "energy", "at_least": 100}]'), 'nothing', 'energy of a version to come');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "energy", "at_least": 101}]'), 'RW006', 'the maximum of one and the overfill of another do not add up');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "level", "at_least": 3}]'), 'nothing', 'a level of a version to come');

select test.set_clock('2026-07-01 00:00+00');
select is(pg_temp.saves('{"freezes": 1}', '[]'), 'RW006', 'where none can be held none can be given');
select is(pg_temp.saves(pg_temp.items(1), '[]'), 'nothing', 'one item still can');
select is(pg_temp.saves('{"points": 1}', '[{"metric": "current_streak", "at_least": 9223372036854775807}]'), 'nothing', 'what has no maximum has no limit');
