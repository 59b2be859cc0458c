select plan(16);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
create function pg_temp.contents(answer app_public.command_result)
returns text
language sql immutable
return row(answer.sequence_number, answer.occurred_at, answer.gave, answer.took, answer.unlocked, answer.claimed)::text;
select test.add_reward('{"id": "thrifty", "gives_xp": 3, "auto_claim": true}', '{"points": 5}');
select test.add_user('alice', '2026-03-01 12:00+00', '{}', null, '{"points": 25, "lifetime_points": 25}');
select test.sign_in('alice');
select set_config('test.first', pg_temp.contents(b), false), set_config('test.state', b.state::text, false)
from app_public.buy_item('coffee', pg_temp.key(1), 2) as b;
select set_config('test.stored', test.fingerprint(), false);
select is((select b.replayed from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), true, 'a second call says that it was made before');
select is((select pg_temp.contents(b) from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), current_setting('test.first'), 'with the contents of the first answer');
select is((select b.state::text from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), current_setting('test.state'), 'at the same instant with the same state');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing, though it could not be paid again');

select test.set_clock('2026-03-09 12:00+00');
select is((select pg_temp.contents(b) from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), current_setting('test.first'), 'days later the answer is the same');
select is((select row((b.state).as_of, ((b.state).energy).value)::text from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), row('2026-03-09 12:00+00'::timestamptz, 100)::text, 'with the state as it is then');
reset role;
update app_private.items set price_points = 77, gives.energy = 1 where id = 'coffee';
select test.sign_in('alice');
select set_config('test.stored', test.fingerprint(), false);
select is((select pg_temp.contents(b) from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), current_setting('test.first'), 'after a change of price');
reset role;
update app_private.items set on_sale = false where id = 'coffee';
select test.sign_in('alice');
select set_config('test.stored', test.fingerprint(), false);
select is((select pg_temp.contents(b) from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), current_setting('test.first'), 'and off sale');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is written');
select throws_ok($$select app_public.buy_item('coffee', pg_temp.key(2))$$, 'IT002', null, 'while another key finds it off sale');

select lives_ok($$select app_public.spend_energy(1, pg_temp.key(3))$$, 'when energy has been spent');
select lives_ok($$select app_public.use_item('coffee', pg_temp.key(4))$$, 'and what was bought is used');
select is((select row(pg_temp.contents(b) = current_setting('test.first'), (b.state).inventory)::text from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), row(true, '{"(coffee,1)"}'::app_public.inventory_item[])::text,
  'the answer is the same, and the inventory is what it is then');
reset role;
select app_private.reverse_entry(test.user_id('alice'), test.user_id('olga'), (select j.sequence_number from app_public.journal_entries as j where j.kind = 'use'), 'A mistake.') is null;
select app_private.reverse_entry(test.user_id('alice'), test.user_id('olga'), (select j.sequence_number from app_public.journal_entries as j where j.kind = 'buy'), 'A mistake.') is null;
select test.sign_in('alice');
select set_config('test.stored', test.fingerprint(), false);
select is((select row(pg_temp.contents(b) = current_setting('test.first'), (b.state).points, (b.state).inventory)::text from app_public.buy_item('coffee', pg_temp.key(1), 2) as b), row(true, 25, '{}'::app_public.inventory_item[])::text,
  'when the purchase has been reversed it is not made again');
select is(test.fingerprint(), current_setting('test.stored'), 'and nothing is written');
select is((select count(*) from app_public.journal_entries as j where j.kind = 'buy'), 1::bigint, 'the key has one entry');
