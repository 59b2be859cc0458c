select plan(6);
-- The first answer, like each repeat: of every command that shares its end.
select test.add_reward('{"id": "gift", "gives_points": 3, "auto_claim": true, "repeats": "day"}', '{}');
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select test.sign_in_operator('olga');
select is((select array_agg(c.reward_id) from app_public.grant_effects(test.user_id('alice'), test.effects('{"points": 50}'), 'Sorry.', 'a0000000-0000-4000-8000-000000000001') as g, unnest(g.claimed) as c),
  '{gift}'::text[], 'a grant names what it claimed');
select test.sign_in('alice');
select test.set_clock('2026-03-02 12:00+00');
select is((select array_agg(c.reward_id) from app_public.spend_energy(5, 'a0000000-0000-4000-8000-000000000002') as g, unnest(g.claimed) as c), '{gift}'::text[], 'a spend does');
select test.set_clock('2026-03-03 12:00+00');
select is((select array_agg(c.reward_id) from app_public.buy_item('focus_chip', 'a0000000-0000-4000-8000-000000000003') as g, unnest(g.claimed) as c), '{gift}'::text[], 'a purchase');
select test.set_clock('2026-03-04 12:00+00');
select is((select array_agg(c.reward_id) from app_public.use_item('focus_chip', 'a0000000-0000-4000-8000-000000000004') as g, unnest(g.claimed) as c), '{gift}'::text[], 'a use');
select test.sign_in_operator('olga');
select test.set_clock('2026-03-05 12:00+00');
select is((select array_agg(c.reward_id) from app_public.reverse_entry(test.user_id('alice'), 4, 'A mistake.') as g, unnest(g.claimed) as c), '{gift}'::text[], 'and a reversal');
select is((test.stored('alice')).points, (50 - 20 + 5 * 3)::bigint, 'each gave what it says');
