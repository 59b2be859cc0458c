select plan(48);
create function pg_temp.save(changes jsonb)
returns app_public.reward
language sql volatile
return app_public.save_reward(jsonb_populate_record(null::app_public.reward,
  '{"reward_id": "spring", "title": "Spring", "description": "", "conditions": [{"metric": "check_ins", "at_least": 1}], "gives": {"points": 5}}' || save.changes));
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select set_config('test.stored', test.fingerprint(), false);

-- Its name and words.
select throws_ok($$select pg_temp.save('{"reward_id": "Spring"}')$$, 'RW006', null, 'a capital in the id');
select throws_ok($$select pg_temp.save('{"reward_id": "1spring"}')$$, 'RW006', null, 'an id that starts with a digit');
select throws_ok($$select pg_temp.save('{"reward_id": ""}')$$, 'RW006', null, 'an empty id');
select throws_ok($$select pg_temp.save('{"reward_id": null}')$$, 'RW006', null, 'no id');
select throws_ok($$select pg_temp.save(jsonb_build_object('reward_id', repeat('s', 64)))$$, 'RW006', null, 'an id of 64 characters');
select throws_ok($$select pg_temp.save('{"title": ""}')$$, 'RW006', null, 'an empty title');
select throws_ok($$select pg_temp.save('{"title": null}')$$, 'RW006', null, 'no title');
select throws_ok($$select pg_temp.save(jsonb_build_object('title', repeat('ß', 101)))$$, 'RW006', null, 'a title of 101 characters');
select throws_ok($$select pg_temp.save('{"description": null}')$$, 'RW006', null, 'no description');
select throws_ok($$select pg_temp.save(jsonb_build_object('description', repeat('d', 1001)))$$, 'RW006', null, 'a description of 1001 characters');

-- What it gives.
select throws_ok($$select pg_temp.save('{"gives": null}')$$, 'RW006', null, 'nothing given');
select throws_ok($$select pg_temp.save('{"gives": {}}')$$, 'RW006', null, 'effects without any');
select throws_ok($$select pg_temp.save('{"gives": {"points": 0, "items": []}}')$$, 'RW006', null, 'effects of nothing');
select throws_ok($$select pg_temp.save('{"gives": {"points": -1, "xp": 5}}')$$, 'RW006', null, 'points taken');
select throws_ok($$select pg_temp.save('{"gives": {"points": 1000000001}}')$$, 'RW006', null, 'points beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"xp": 1000000001}}')$$, 'RW006', null, 'XP beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"energy": 1000001}}')$$, 'RW006', null, 'energy beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"freezes": 101}}')$$, 'RW006', null, 'freezes beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"freezes": 3}}')$$, 'RW006', null, 'more freezes than can be held');
select throws_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "coffee", "quantity": 1001}]}}')$$, 'RW006', null, 'items beyond the limit');
select throws_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "coffee", "quantity": 0}]}}')$$, 'RW006', null, 'none of an item');
select throws_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "coffee"}]}}')$$, 'RW006', null, 'an item without a quantity');
select throws_ok($$select pg_temp.save('{"gives": {"points": 5, "items": [null]}}')$$, 'RW006', null, 'no item in the place of one');
select throws_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "coffee", "quantity": 1}, {"item_id": "coffee", "quantity": 2}]}}')$$, 'RW006', null, 'an item twice');
select throws_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "tea", "quantity": 1}]}}')$$, 'IT001', null, 'an item that there is not');

-- What it asks for.
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "luck", "at_least": 1}]}')$$, 'RW006', null, 'a metric that there is not');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": null, "at_least": 1}]}')$$, 'RW006', null, 'no metric');
select throws_ok($$select pg_temp.save('{"conditions": [null]}')$$, 'RW006', null, 'no condition in the place of one');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "points", "at_least": 0}]}')$$, 'RW006', null, 'at least 0');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "points", "at_least": -5}]}')$$, 'RW006', null, 'at least less than nothing');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "points"}]}')$$, 'RW006', null, 'at least what is not said');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "points", "at_least": 5}, {"metric": "points", "at_least": 6}]}')$$, 'RW006', null, 'a metric twice');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "level", "at_least": 51}]}')$$, 'RW006', null, 'a level beyond the last');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "energy", "at_least": 101}]}')$$, 'RW006', null, 'more energy than anybody can have');
select throws_ok($$select pg_temp.save('{"conditions": [{"metric": "check_ins", "at_least": 1}, {"metric": "energy", "at_least": 101}]}')$$, 'RW006', null, 'the second condition out of reach');

-- When.
select throws_ok($$select pg_temp.save('{"starts_at": "2026-04-01T00:00Z", "ends_at": "2026-04-01T00:00Z"}')$$, 'RW006', null, 'a window without an instant');
select throws_ok($$select pg_temp.save('{"starts_at": "2026-04-02T00:00Z", "ends_at": "2026-04-01T00:00Z"}')$$, 'RW006', null, 'a window that ends before it starts');
select throws_ok($$select pg_temp.save('{"ends_at": "2026-03-01T12:00Z"}')$$, 'RW006', null, 'a window that ends now');
select throws_ok($$select pg_temp.save('{"ends_at": "2026-03-01T12:00Z", "enabled": true}')$$, 'RW006', null, 'or with enabled said');
select throws_ok($$select pg_temp.save('{"ends_at": "-infinity"}')$$, 'RW006', null, 'a window that has never been');
select throws_ok($$select pg_temp.save('{"claim_within_hours": 0}')$$, 'RW006', null, 'no hours to claim it in');
select throws_ok($$select pg_temp.save('{"claim_within_hours": -1}')$$, 'RW006', null, 'or fewer');

-- How many.
select throws_ok($$select pg_temp.save('{"stock": -1}')$$, 'RW006', null, 'a stock of fewer');
select throws_ok($$select pg_temp.save('{"stock": -2147483648}')$$, 'RW006', null, 'the smallest number there is');

select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
-- A refusal after its own row was written as well: of a reward that there is.
select throws_ok($$select pg_temp.save('{"reward_id": "streak_3", "title": "Changed", "conditions": [{"metric": "points", "at_least": 0}]}')$$, 'RW006', null,
  'a changed reward is refused for its conditions');
select throws_ok($$select app_public.save_reward(null)$$, 'RW006', null, 'no reward at all');
select is(test.fingerprint(), current_setting('test.stored'), 'and stays what it was');
