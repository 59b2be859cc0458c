select plan(19);

select test.add_reward('{"id": "mug", "gives_points": 7, "stock": 1}', '{"check_ins": 1}');
select test.add_reward('{"id": "gift", "gives_points": 3, "stock": 1, "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "card", "gives_points": 2}', '{"check_ins": 1}');
reset role;
create function pg_temp.remaining(reward text) returns bigint language sql stable return (select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = reward);
create function pg_temp.status(reward text) returns text language sql stable return (select r.status || ' of ' || r.stock_remaining from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = reward);
create function pg_temp.claims(reward text) returns text language sql stable return (
  select string_agg(u.subject || ' ' || c.from_stock, ', ' order by u.subject) from app_private.reward_claims as c join app_private.users as u using (user_id) where c.reward_id = reward);
create function pg_temp.wrong() returns setof text language sql stable begin atomic
  select r.id from app_private.rewards as r where r.stock is not null
    and r.stock <> (select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = r.id)
      + (select count(*) from app_private.reward_claims as c where c.reward_id = r.id and c.from_stock);
end;

select test.set_clock('2026-03-01 12:00+00');
select app_private.create_test_user('dev', name, 'UTC', 0) from unnest('{tess,tina}'::text[]) as name;
select test.sign_in('tess');
select is((select array_agg(c.reward_id) from unnest((app_public.check_in()).claimed) as c), '{first_check_in,gift}', 'a test user is given what claims itself');
select is((app_public.claim_reward('mug')).already_claimed, false, 'and claims by hand');
select is(array[pg_temp.remaining('gift'), pg_temp.remaining('mug')], '{1,1}', 'but takes nothing from the stock');

select test.sign_in('alice');
select is((select array_agg(c.reward_id) from unnest((app_public.check_in()).claimed) as c), '{first_check_in,gift}', 'so the last one is still there for a user');
select is((app_public.claim_reward('mug')).already_claimed, false, 'by hand too');
select app_public.claim_reward('card');
select is(array[pg_temp.remaining('gift'), pg_temp.remaining('mug')], '{0,0}', 'who takes it');
select test.sign_in('bob');
select app_public.check_in();
select is(pg_temp.status('mug'), 'out_of_stock of 0', 'then there is nothing left');
select throws_ok($$select app_public.claim_reward('mug')$$, 'RW005', null, 'for a user');

select test.sign_in('tina');
select is(pg_temp.status('mug'), 'locked of 0', 'a test user is not told so');
select is((select array_agg(c.reward_id) from unnest((app_public.check_in()).claimed) as c), '{first_check_in,gift}', 'is given it all the same');
select is(pg_temp.status('mug'), 'claimable of 0', 'may claim');
select is((app_public.claim_reward('mug')).already_claimed, false, 'and does');
reset role;
select is(pg_temp.claims('mug'), 'alice true, tess false, tina false', 'each claim says whether it was one of the stock');
select is(pg_temp.claims('gift'), 'alice true, tess false, tina false', 'also one that claimed itself');
select is_empty('select pg_temp.wrong()', 'so that what is left and the claims from it are the stock');

-- Claims of before there was a limit were none of it.
select app_private.set_stock('card', 5);
select test.sign_in('bob');
select app_public.claim_reward('card');
reset role;
select is(pg_temp.claims('card'), 'alice false, bob true', 'a claim of before there was a limit is none of the stock');
select is_empty('select pg_temp.wrong()', 'which adds up too');
select app_private.set_stock('card', 1);
select is(pg_temp.remaining('card'), 0::bigint, 'a stock can be lowered to the claims of users');
select throws_ok($$select app_private.set_stock('mug', 0)$$, 'RW006', null, 'and not below');
