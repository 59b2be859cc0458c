select plan(38);
create function pg_temp.save(changes jsonb)
returns app_public.item
language sql volatile
return app_public.save_item(jsonb_populate_record(null::app_public.item,
  '{"item_id": "tea", "title": "Tea", "description": "", "price_points": 10, "gives": {"energy": 5}}' || save.changes));
select test.set_clock('2026-03-01 12:00+00');
select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);
select throws_ok($$select pg_temp.save('{}')$$, 'IA001', null, 'nobody is signed in');
select throws_ok($$select pg_temp.save('{"item_id": "?"}')$$, 'IA001', null, 'which is said first');
select test.sign_in('alice');
select throws_ok($$select pg_temp.save('{}')$$, 'IA002', null, 'a user is no operator');
select throws_ok($$select pg_temp.save('{"item_id": "?"}')$$, 'IA002', null, 'which is said first');
select test.sign_in_operator('olga');
select throws_ok($$select pg_temp.save('{"item_id": "Tea"}')$$, 'IT005', null, 'a capital in the id');
select throws_ok($$select pg_temp.save('{"item_id": "_tea"}')$$, 'IT005', null, 'an id that does not start with a letter');
select throws_ok($$select pg_temp.save('{"item_id": "tea\n"}')$$, 'IT005', null, 'an id of two lines');
select throws_ok($$select pg_temp.save('{"item_id": ""}')$$, 'IT005', null, 'an empty id');
select throws_ok($$select pg_temp.save('{"item_id": null}')$$, 'IT005', null, 'no id');
select throws_ok($$select pg_temp.save(jsonb_build_object('item_id', repeat('t', 64)))$$, 'IT005', null, 'an id of 64 characters');
select throws_ok($$select pg_temp.save('{"title": ""}')$$, 'IT005', null, 'an empty title');
select throws_ok($$select pg_temp.save('{"title": null}')$$, 'IT005', null, 'no title');
select throws_ok($$select pg_temp.save(jsonb_build_object('title', repeat('t', 101)))$$, 'IT005', null, 'a title of 101 characters');
select throws_ok($$select pg_temp.save('{"description": null}')$$, 'IT005', null, 'no description');
select throws_ok($$select pg_temp.save(jsonb_build_object('description', repeat('t', 1001)))$$, 'IT005', null, 'a description of 1001 characters');
select throws_ok($$select pg_temp.save('{"price_points": 0}')$$, 'IT005', null, 'a price of nothing');
select throws_ok($$select pg_temp.save('{"price_points": -1}')$$, 'IT005', null, 'a price that is paid out');
select throws_ok($$select pg_temp.save('{"price_points": null}')$$, 'IT005', null, 'no price');
select throws_ok($$select pg_temp.save('{"price_points": 1000000001}')$$, 'IT005', null, 'a price beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": null}')$$, 'IT005', null, 'no effects');
select throws_ok($$select pg_temp.save('{"gives": {}}')$$, 'IT005', null, 'effects of nothing');
select throws_ok($$select pg_temp.save('{"gives": {"points": 10}}')$$, 'IT005', null, 'as many points as it costs');
select throws_ok($$select pg_temp.save('{"gives": {"points": 11, "energy": 1}}')$$, 'IT005', null, 'more points than it costs');
select throws_ok($$select pg_temp.save('{"gives": {"points": -1, "energy": 1}}')$$, 'IT005', null, 'points taken');
select throws_ok($$select pg_temp.save('{"gives": {"energy": 1000001}}')$$, 'IT005', null, 'energy beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"energy": -1, "xp": 1}}')$$, 'IT005', null, 'energy taken');
select throws_ok($$select pg_temp.save('{"gives": {"xp": 1000000001}}')$$, 'IT005', null, 'XP beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"freezes": 101}}')$$, 'IT005', null, 'freezes beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"freezes": 3}}')$$, 'IT005', null, 'more freezes than can be held');
select throws_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "coffee", "quantity": 1}]}}')$$, 'IT005', null, 'items within an item');
select throws_ok($$select pg_temp.save('{"item_id": "coffee", "gives": {"items": [{"item_id": "coffee", "quantity": 1}]}}')$$, 'IT005', null, 'an item within itself');
select throws_ok($$select app_public.save_item(null)$$, 'IT005', null, 'no item at all');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');

-- At some time to come, but not of the past.
select test.add_rule_version('2026-04-01 00:00+00', '{"freezes_max": 5}');
select lives_ok($$select pg_temp.save('{"gives": {"freezes": 5}}')$$, 'as many freezes as a version to come allows');
select throws_ok($$select pg_temp.save('{"gives": {"freezes": 6}}')$$, 'IT005', null, 'not more');
select test.add_rule_version('2026-05-01 00:00+00', '{"freezes_max": 1}');
select test.set_clock('2026-04-30 23:59:59.999999+00');
select lives_ok($$select pg_temp.save('{"gives": {"freezes": 5}}')$$, 'to its last instant');
select test.set_clock('2026-05-01 00:00+00');
select throws_ok($$select pg_temp.save('{"gives": {"freezes": 2}}')$$, 'IT005', null, 'and not once it is of the past');
select lives_ok($$select pg_temp.save('{"gives": {"freezes": 1}}')$$, 'where one still is possible');
