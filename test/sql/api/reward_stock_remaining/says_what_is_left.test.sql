select plan(7);
create function pg_temp.remaining(id text)
returns bigint
language sql stable
return (select app_public.reward_stock_remaining(r) from app_public.rewards() as r where r.reward_id = id);
select test.add_reward('{"id": "few", "gives_points": 7, "stock": 2}', '{"check_ins": 1}');
select test.add_reward('{"id": "many", "gives_points": 7}', '{"check_ins": 1}');
select test.add_reward('{"id": "free", "gives_points": 7}', '{"check_ins": 1}');
select app_private.set_stock('many', 2147483647);
select test.sign_in_operator('olga');
select is(pg_temp.remaining('few'), 2::bigint, 'all of it at first');
select is(pg_temp.remaining('many'), 2147483647::bigint, 'the sum of its slots, whatever it is');
select is(pg_temp.remaining('free'), null, 'null without a limit');
select test.check_in_at('2026-03-01 12:00+00') is null;
select app_public.claim_reward('few') is null;
select app_public.claim_reward('few') is null;
select test.sign_in_operator('olga');
select is(pg_temp.remaining('few'), 1::bigint, 'less one after a claim, and its repeat');
select test.sign_in('bob');
select test.check_in_at('2026-03-01 12:00+00') is null;
select app_public.claim_reward('few') is null;
select throws_ok($$select pg_temp.remaining('few')$$, 'IA002', null, 'who may not list rewards is told so, and not that this may not be called');
select test.sign_in_operator('olga');
select is(pg_temp.remaining('few'), 0::bigint, 'nothing after the last');
select is(app_public.reward_stock_remaining(null), null, 'of no reward null');
