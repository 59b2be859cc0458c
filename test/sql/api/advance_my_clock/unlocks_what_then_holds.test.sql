select plan(4);

create function test.key(k int) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid;
select test.add_reward('{"id": "rested", "gives_points": 5, "auto_claim": true, "repeats": "day"}', '{"energy": 90}');
select test.add_reward('{"id": "later", "gives_points": 5, "starts_at": "2026-03-04"}', '{"energy": 50}');
select test.set_clock('2026-03-01 12:00+00');
select app_private.create_test_user('dev', 'tess', 'UTC', 0);
select test.sign_in('tess');
select is((c.unlocked, c.claimed)::text, '({},{})', 'a move to where nothing holds unlocks nothing') from app_public.advance_my_clock(test.key(1), hours => 39) as c;
select is(row(c.unlocked[1].reward_id, c.unlocked[1].period_key, c.unlocked[1].unlocked_at, cardinality(c.unlocked), c.claimed[1].reward_id, (c.gave).points, (c.state).points)::text,
  row('rested', '2026-03-03', '2026-03-03 04:00+00'::timestamptz, 1, 'rested', 0, 5)::text, 'one to where energy has refilled unlocks, and claims what claims itself')
from app_public.advance_my_clock(test.key(2), hours => 1) as c;
select is(array(select u.reward_id || ' ' || u.period_key from unnest(c.unlocked) as u order by 1), '{later once,rested 2026-03-04}', 'also what a window opens for')
from app_public.advance_my_clock(test.key(3), days => 1) as c;
select is((select array_agg(u.reward_id) from unnest(c.unlocked) as u), '{rested}', 'and days that it passes over unlock nothing: nobody was there')
from app_public.advance_my_clock(test.key(4), days => 3) as c;
