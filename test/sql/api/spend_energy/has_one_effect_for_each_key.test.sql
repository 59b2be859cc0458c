select plan(14);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
create function pg_temp.contents(answer app_public.command_result)
returns text
language sql immutable
return row(answer.sequence_number, answer.occurred_at, answer.gave, answer.took, answer.unlocked, answer.claimed)::text;
select test.add_reward('{"id": "tired", "gives_xp": 3, "auto_claim": true}', '{"energy": 10}');
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select set_config('test.first', pg_temp.contents(s), false), set_config('test.state', s.state::text, false), set_config('test.claimed', cardinality(s.claimed)::text, false)
from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s;
select set_config('test.stored', test.fingerprint(), false);
select is(current_setting('test.claimed'), '1', 'the first call has claimed a reward');
select is((select s.replayed from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s), true, 'a second one says that it was made before');
select is((select pg_temp.contents(s) from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s), current_setting('test.first'), 'with the contents of the first answer');
select is((select s.state::text from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s), current_setting('test.state'), 'at the same instant with the same state');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');

select is((select s.replayed from app_public.spend_energy(10, pg_temp.key(2)) as s), false, 'another key is another command');
select set_config('test.stored', test.fingerprint(), false);
select is((select row(s.replayed, ((s.state).energy).value)::text from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s), row(true, 0)::text, 'the first is answered when there is not enough for it any more');

-- Days later, under other rules, when the reward gives more.
select test.set_clock('2026-03-09 12:00+00');
select is((select pg_temp.contents(s) from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s), current_setting('test.first'), 'days later the answer is the same');
select is((select row(((s.state).energy).value, (s.state).as_of, (s.state).today)::text from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s),
  row(100, '2026-03-09 12:00+00'::timestamptz, '2026-03-09'::date)::text, 'with the state as it is then');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is settled by it');
reset role;
update app_private.rewards set enabled = false, gives.xp = 9;
select test.add_rule_version('2026-03-10 00:00+00', '{"energy_max": 20, "energy_start": 20}');
select test.sign_in('alice');
select set_config('test.stored', test.fingerprint(), false);
select test.set_clock('2027-03-09 12:00+00');
select is((select pg_temp.contents(s) from app_public.spend_energy(40, pg_temp.key(1), 'A game.') as s), current_setting('test.first'), 'a year later too, whatever became of the rules and the reward');
select is(test.fingerprint(), current_setting('test.stored'), 'and changes nothing');
select is((select count(*) from app_public.journal_entries as j where j.kind = 'spend'), 2::bigint, 'each key has one entry');

select test.sign_in('bob');
select is((select row(s.replayed, s.sequence_number)::text from app_public.spend_energy(1, pg_temp.key(1)) as s), row(false, 2)::text, 'a key is its user''s: another user has it too');
