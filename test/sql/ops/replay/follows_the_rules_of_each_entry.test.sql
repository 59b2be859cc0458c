select plan(19);

create function pg_temp.found_after(statement text)
returns text[]
language plpgsql
as $$
declare
  v_found text[];
begin
  begin
    execute statement;
    v_found := array(select concat_ws(' ', r.sequence_number, r.difference) from app_private.replay(test.user_id('alice')) as r order by r.sequence_number, r.difference);
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return v_found;
  end;
end
$$;

-- 70 of 100 energy at 12:00, and 1 an hour; from 15:30 on 2 every 20 minutes, the half hour before counted, to 80 at most.
select test.add_rule_version('2026-03-01 15:30+00', '{"energy_max": 80, "energy_refill_amount": 2, "energy_refill_seconds": 1200, "check_in_points": 9}');
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
select test.set_clock('2026-03-01 16:00+00');
select app_public.spend_energy(20, 'c0ffee00-0000-4000-8000-000000000001');
select test.check_in_at('2026-03-02 12:00+00');
reset role;
select is((select string_agg(concat_ws(' ', e.rule_version_id, e.energy_refilled, e.points_delta), ', ' order by e.sequence_number) from app_public.journal_entries as e where e.kind in ('check_in', 'spend')),
  '1 0 5, 2 9 0, 2 21 9', 'three entries under two versions');
select is(pg_temp.found_after('select'), '{}', 'each is as its version has it');
select is(cardinality(pg_temp.found_after($$ update app_private.rule_versions set energy_refill_seconds = 1300 where id = 2 $$)) > 0, true, 'and would not be, had it refilled otherwise');
select is(cardinality(pg_temp.found_after($$ update app_private.rule_versions set effective_from = '2026-03-01 14:00+00' where id = 2 $$)) > 0, true, 'or been in force from another instant on');

-- Versions that come later.
select is(pg_temp.found_after($$ select test.add_rule_version('2999-01-01', '{"check_in_points": 1, "energy_max": 50}') $$), '{}', 'a version for the far future changes nothing');
select is(pg_temp.found_after($$ select test.add_rule_version('2026-03-01 17:00+00', '{"check_in_points": 1, "energy_max": 50, "energy_refill_seconds": 5}') $$), '{}',
  'nor does one that is inserted into the past: what happened under others has happened');
select is(pg_temp.found_after($$
  select test.add_rule_version('2026-03-01 17:00+00', '{"check_in_points": 1, "energy_max": 50}');
  select test.set_clock('2026-03-03 12:00+00');
  select set_config('app.issuer', 'dev', true), set_config('app.subject', 'alice', true);
  select app_public.check_in() $$), '{}', 'nor for who goes on after it');
select is((pg_temp.found_after($$ update app_public.journal_entries set rule_version_id = 2, points = 9, lifetime_points = 9, points_delta = 9 where sequence_number = 2 $$))[1] ~ '^2 The entry is not .* points 9 instead of 5, points_delta 9 instead of 5, rule_version_id 2 instead of 1\.$',
  true, 'an entry cannot name a version that was not in force yet');

-- Amnesties.
select test.set_clock('2026-03-05 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-03', '2026-03-04', 'The app was down.');
select test.sign_in('alice');
select app_public.check_in() is null;
reset role;
select is((select string_agg(concat_ws(' ', e.sequence_number, e.kind, e.run_length, e.last_amnesty_id), ', ' order by e.sequence_number) from app_public.journal_entries as e where e.sequence_number > 4),
  '5 check_in 2 0, 6 amnesty 2 1, 7 check_in 3 1', 'an amnesty restored the run');
select is(pg_temp.found_after('select'), '{}', 'which is proven');
select is(pg_temp.found_after($$
  delete from app_public.journal_entries where sequence_number = 6;
  update app_public.journal_entries set sequence_number = 6 where sequence_number = 7;
  update app_private.day_marks set sequence_number = 6 where sequence_number = 7;
  update app_private.reward_unlocks set sequence_number = 6 where sequence_number = 7;
  update app_private.user_states set sequence_number = 6 where sequence_number = 7 $$) @> '{"6 The rules would not have had it: An amnesty before it was not taken in."}', true, 'who has not taken it in would have had to');
select is(pg_temp.found_after($$ delete from app_private.amnesties $$) @> '{"6 The rules would not have had it: The amnesty changed nothing."}', true, 'an amnesty that nobody has declared restores nothing');
select test.set_clock('2026-03-06 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-01-01', '2026-01-01', 'Long ago.');
select is(pg_temp.found_after('select'), '{}', 'one that changes nothing leaves no entry');
select is(pg_temp.found_after($$ select set_config('app.issuer', 'dev', true), set_config('app.subject', 'alice', true); select app_public.check_in() $$), '{}', 'not at the next command either');

-- Who came when a version was in force that another one has taken the place of since, for that very time.
select test.sign_in('bob');
select test.check_in_at('2026-03-02 12:00+00') is null;
select test.check_in_at('2026-03-04 01:00+00', '2026-03-03') is null;
reset role;
select test.add_rule_version('2026-03-01 17:00+00', '{"check_in_points": 1, "late_grace_minutes": 0}');
select is_empty($$ select * from app_private.replay(test.user_id('bob')) $$, 'has checked in for what was given then, and late as it was allowed then');

-- A journey that skips a day without cover: the entry itself leaves the run alive, and so does a claim that follows of itself.
select test.add_reward('{"id": "daily", "gives_points": 1, "repeats": "day", "auto_claim": true}', '{"check_ins": 1}');
select test.add_reward('{"id": "alive", "gives_points": 1, "repeats": "day"}', '{"current_streak": 1}');
select test.sign_in('carol');
select test.check_in_at('2026-03-07 12:00+00') is null;
select test.set_clock('2026-03-08 20:00+00');
select app_public.update_settings('Pacific/Kiritimati') is null; -- the 8th is skipped, and covered
select test.check_in_at('2026-03-08 21:00+00') is null;
select test.set_clock('2026-03-09 20:00+00');
select app_public.update_settings('UTC') is null;
select test.check_in_at('2026-03-10 12:00+00') is null;
select test.set_clock('2026-03-11 20:00+00');
select app_public.update_settings('Pacific/Kiritimati') is null; -- the 11th is skipped, and not covered
reset role;
select is((select string_agg(concat_ws(' ', e.kind, e.day, e.run_length), ', ' order by e.sequence_number) from app_public.journal_entries as e where e.user_id = test.user_id('carol') and e.occurred_at = '2026-03-11 20:00+00'),
  'settings 2026-03-12 3, claim 2026-03-12 3', 'a change of settings that ends the run at once, and a claim of itself');
select is((select string_agg(u.reward_id, ', ' order by u.reward_id) from app_private.reward_unlocks as u where u.user_id = test.user_id('carol') and u.period_key = '2026-03-12'), 'daily', 'which no run had earned');
select is_empty($$ select * from app_private.replay(test.user_id('carol')) $$, 'are proven');
insert into app_private.reward_unlocks select n.* from app_private.reward_unlocks as u, jsonb_populate_record(u, '{"reward_id": "alive", "conditions": {"current_streak": 1}}') as n where u.user_id = test.user_id('carol') and u.period_key = '2026-03-12';
select is((select array_agg(r.difference) from app_private.replay(test.user_id('carol')) as r), '{"The entry tells of 1 unlocks; 2 are stored.","The unlock of alive (2026-03-12) had not earned 1 of current_streak."}', 'and an unlock by the run is not');
