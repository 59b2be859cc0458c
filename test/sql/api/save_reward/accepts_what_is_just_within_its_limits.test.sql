select plan(21);
create function pg_temp.save(changes jsonb)
returns app_public.reward
language sql volatile
return app_public.save_reward(jsonb_populate_record(null::app_public.reward,
  '{"reward_id": "spring", "title": "Spring", "description": "", "conditions": [{"metric": "check_ins", "at_least": 1}], "gives": {"points": 5}}' || save.changes));
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');

select is((pg_temp.save('{}'))::text,
  row('spring', 'Spring', '', array[row('check_ins', 1)::app_public.condition], row(5, 0, 0, 0, '{}'::app_public.inventory_item[], false)::app_public.effects,
    'once', null::timestamptz, null::timestamptz, null::int, null::int, false, 100, true)::text, 'what is left out has its default');
select is((select r::text from app_public.rewards() as r where r.reward_id = 'spring'), pg_temp.save('{}')::text, 'and it is listed as it was answered');
select is((pg_temp.save('{"repeats": null, "auto_claim": null, "priority": null, "enabled": null}'))::text, pg_temp.save('{}')::text, 'null is left out');
select set_config('test.stored', test.fingerprint(), false);
select test.set_clock('2026-03-02 12:00+00');
select is(pg_temp.save('{}')::text is not null and test.fingerprint() = current_setting('test.stored'), true, 'a repeat changes nothing');
select is(app_public.save_reward(r)::text, r::text, 'what is listed is saved as it is: ' || r.reward_id) from app_public.rewards() as r where r.reward_id in ('level_5', 'weekly_five');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing either');
select test.set_clock('2026-03-01 12:00+00');

select lives_ok($$select pg_temp.save(jsonb_build_object('reward_id', repeat('s', 63), 'title', repeat('ß', 100), 'description', repeat('d', 1000)))$$, 'the longest words');
select lives_ok($$select pg_temp.save('{"reward_id": "s", "title": "S"}')$$, 'the shortest');
select is((select (r.gives).points from pg_temp.save('{"gives": {"points": 1000000000, "xp": 1000000000, "energy": 1000000, "freezes": 2}}') as r), 1000000000::bigint, 'the most that can be given');
select lives_ok($$select pg_temp.save('{"gives": {"items": [{"item_id": "coffee", "quantity": 1000}]}}')$$, 'the most of an item');
select lives_ok($$select pg_temp.save('{"conditions": [{"metric": "level", "at_least": 50}]}')$$, 'the last level');
select lives_ok($$select pg_temp.save('{"conditions": [{"metric": "energy", "at_least": 100}]}')$$, 'full energy');
select is((select array_agg(c.metric || c.at_least order by k) from pg_temp.save('{"conditions": [{"metric": "points", "at_least": 1}, {"metric": "energy", "at_least": 1}]}') as r,
  unnest(r.conditions) with ordinality as c(metric, at_least, k)), '{energy1,points1}'::text[], 'conditions are replaced, and listed by metric');
select is((select cardinality(r.conditions) from pg_temp.save('{"conditions": []}') as r), 0, 'none is a list without any');
select lives_ok($$select pg_temp.save('{"ends_at": "2026-03-01T12:00:00.000001Z"}')$$, 'a window that is open for one microsecond more');
select lives_ok($$select pg_temp.save('{"ends_at": "2026-03-01T12:00Z", "enabled": false}')$$, 'one that is over, of a disabled reward');
select lives_ok($$select pg_temp.save('{"starts_at": "2026-04-01T00:00:00Z", "ends_at": "2026-04-01T00:00:00.000001Z"}')$$, 'one of a microsecond to come');
select lives_ok($$select pg_temp.save('{"claim_within_hours": 1, "priority": -2147483648, "stock": 1}')$$, 'one hour, and one of stock');
select lives_ok($$select pg_temp.save('{"claim_within_hours": 2147483647, "priority": 2147483647, "stock": 2147483647}')$$, 'and as many as there are');
select lives_ok($$select test.sign_in('alice'); select test.check_in_at('2026-03-01 12:00+00')$$, 'with which users can live');
