select plan(5);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.claim_reward('streak_3');
select app_public.spend_energy(1, 'c0ffee00-0000-4000-8000-000000000001');
reset role;
select results_eq(
  $$select e.kind::text, e.rewards_unlocked from app_public.journal_entries as e where e.user_id = test.user_id('alice') order by e.sequence_number$$,
  $$values ('bootstrap', 0), ('check_in', 1), ('claim', 0), ('check_in', 0), ('check_in', 1), ('claim', 0), ('spend', 0)$$,
  'those of the command itself, and none for a claim that it makes');

select test.add_reward('{"id": "rich", "gives_xp": 1}', '{"points": 100}');
select test.add_reward('{"id": "thirsty", "gives_xp": 1}', '{"points": 100}');
select app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"points": 500}'), 'Sorry.', 'c0ffee00-0000-4000-8000-000000000002');
select is((select e.rewards_unlocked from app_public.journal_entries as e where e.user_id = test.user_id('alice') order by e.sequence_number desc limit 1), 2, 'as many as there are');

create function pg_temp.unlocked_again() returns text language sql volatile
return (select string_agg(u.reward_id, ' ' order by u.reward_id) from unnest((app_private.grant_effects(test.user_id('alice'), test.user_id('olga'), test.effects('{"points": 500}'), 'Sorry.', 'c0ffee00-0000-4000-8000-000000000002')).unlocked) as u);
select is(pg_temp.unlocked_again(), 'rich thirsty', 'a repeat lists them');

-- Entries from before they were counted.
update app_public.journal_entries set rewards_unlocked = null;
select is_empty('select * from app_private.verify()', 'where it is not known nothing is missed');
select is(pg_temp.unlocked_again(), 'rich thirsty', 'nor left out of an answer');
