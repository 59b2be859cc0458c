-- A history with everything that marks a day, then one change at a time by somebody who may do anything.
select plan(39);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 8);
select app_public.claim_reward('streak_3');
select test.check_in_at('2026-03-10 12:00+00'); -- a freeze covers the 9th
select app_public.pause_streak('2026-03-12');
select test.check_in_at('2026-03-14 12:00+00'); -- the 13th is missed
select app_public.repair_streak('2026-03-13');
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-03-09', '2026-03-09', 'A test.');
select test.sign_in('alice');
select test.check_in_at('2026-03-15 12:00+00');
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000001', 2);
select app_public.spend_energy(30, 'c0ffee00-0000-4000-8000-000000000003', 'Lesson 5');
select app_public.use_item('coffee', 'c0ffee00-0000-4000-8000-000000000002');
reset role;

select set_eq($$ select m.mark from app_private.day_marks as m $$,
  $$ values ('check_in'::app_public.mark), ('amnesty'), ('pause'), ('repair') $$, 'it has marks of many kinds');
select is_empty($$ select * from app_private.verify() $$, 'what the functions wrote adds up');

-- What verify says after a statement, which is undone: of which entry, and what.
create function pg_temp.found_after(statement text)
returns text[]
language plpgsql
as $$
declare
  v_found text[];
begin
  begin
    execute statement;
    v_found := array(select concat_ws(': ', v.sequence_number, v.difference) from app_private.verify() as v order by v.sequence_number, v.difference);
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return v_found;
  end;
end
$$;

-- State.
select is(pg_temp.found_after($$ update app_private.user_states set points = points + 1, lifetime_points = lifetime_points + 1 where check_ins > 0 $$),
  '{"20: The state is not what the journal makes of it: lifetime_points 116 instead of 115, points 46 instead of 45."}', 'points that no entry gave');
select is(pg_temp.found_after($$ update app_private.user_states set inventory = '{"coffee": 9}' where check_ins > 0 $$),
  '{"20: The state is not what the journal makes of it: inventory {\"coffee\": 9} instead of {\"coffee\": 1}."}', 'items that no entry gave');
select is(pg_temp.found_after($$ delete from app_private.user_states where check_ins > 0 $$),
  '{"20: There is no state."}', 'a state that is gone');

-- Entries.
select is(pg_temp.found_after($$ delete from app_public.journal_entries where sequence_number = 7 $$),
  '{"7: The entry is missing.","7: The unlock of weekly_five (2026-W10) is by no entry."}', 'an entry that is gone');
select is(pg_temp.found_after($$ delete from app_public.journal_entries where sequence_number = 20 $$),
  '{"19: The state is not what the journal makes of it: energy 85 instead of 70, inventory {\"coffee\": 1} instead of {\"coffee\": 2}, sequence_number 20 instead of 19."}', 'the last entry that is gone');
select is(pg_temp.found_after($$ delete from app_public.journal_entries where user_id = test.user_id('alice') $$) @> '{"The journal has no entry."}', true, 'a whole journal');
select is(pg_temp.found_after($$ update app_public.journal_entries set points = points + 100 where sequence_number = 5 $$),
  '{"5: The entry is not what the rules make of it: points 125 instead of 25."}', 'a balance in the past');
select is(pg_temp.found_after($$ update app_public.journal_entries set energy_delta = energy_delta + 1 where sequence_number = 5 $$),
  '{"5: The entry is not what the rules make of it: energy_delta 1 instead of 0."}', 'a delta');
select is(pg_temp.found_after($$
  update app_public.journal_entries set points_delta = points_delta + 100 where sequence_number = 5;
  update app_public.journal_entries set points = points + 100, lifetime_points = lifetime_points + 100 where sequence_number >= 5;
  update app_private.user_states set points = points + 100, lifetime_points = lifetime_points + 100 where check_ins > 0 $$),
  '{"5: The entry is not what the rules make of it: lifetime_points 125 instead of 25, points 125 instead of 25, points_delta 105 instead of 5."}', 'points given by hand in all places that add up');
select is(pg_temp.found_after($$ update app_public.journal_entries set asked = '{"amount": 3, "reason": "Lesson 5"}' where kind = 'spend' $$),
  '{"19: The entry is not what the rules make of it: energy 70 instead of 97, energy_delta -30 instead of -3."}', 'what was asked');
select is(pg_temp.found_after($$ update app_public.journal_entries set terms = '{"price_points": 1}' where kind = 'buy' $$),
  '{"18: The entry is not what the rules make of it: points 45 instead of 63, points_delta -20 instead of -2."}', 'a price');
select is(pg_temp.found_after($$ update app_public.journal_entries set occurred_at = '2026-02-01' where sequence_number = 5 $$),
  '{"5: The entry is dated before the one before it.","5: The unlock of streak_3 (once) is by no entry."}', 'an entry dated back');
select is(pg_temp.found_after($$ update app_public.journal_entries set run_length = 40, longest_streak = 40, check_ins = 40 where sequence_number = 17 $$),
  '{"17: The entry is not what the rules make of it: check_ins 40 instead of 11, longest_streak 40 instead of 11, run_length 40 instead of 11."}', 'a streak in the past');
select is(pg_temp.found_after($$
  insert into app_public.journal_entries select changed.* from app_public.journal_entries as e,
    jsonb_populate_record(e, '{"sequence_number": 21, "idempotency_key": "c0ffee00-0000-4000-8000-000000000009", "energy": 40}') as changed where e.sequence_number = 20;
  update app_private.user_states set energy = 40, sequence_number = 21 where check_ins > 0 $$),
  '{"21: The entry is not what the rules make of it: energy 40 instead of 100, inventory {\"coffee\": 1} instead of {}."}', 'an entry that no command made');
select is(pg_temp.found_after($$ update app_public.journal_entries set rule_version_id = 7 where sequence_number = 5 $$),
  '{"5: The entry is not what the rules make of it: rule_version_id 7 instead of 1.","5: The mark of 2026-03-03 is not what the rules make of it: rule_version_id 1 instead of 7.","5: The unlock of streak_3 (once) is by no entry."}', 'a rule version that is not there');

-- Rules and amnesties.
select is(cardinality(pg_temp.found_after($$ update app_private.rule_versions set check_in_points = 6 $$)), 11, 'a rule version edited: each check-in');
select is(pg_temp.found_after($$ update app_private.amnesties set first_day = first_day + 1, last_day = last_day + 1 $$),
  '{"12: The mark of 2026-03-09 is not what the rules make of it: freeze_granted_on none instead of 2026-03-07, mark amnesty instead of freeze, marked_at 2026-03-14T12:00:00+00:00 instead of 2026-03-10T12:00:00+00:00, sequence_number 16 instead of 12.","16: The rules would not have had it: The amnesty changed nothing."}', 'an amnesty edited');

-- Calendar.
select is(pg_temp.found_after($$ delete from app_private.day_marks where day = '2026-03-05' $$),
  '{"7: The mark of 2026-03-05 is missing."}', 'a day that is gone');
select is(pg_temp.found_after($$ update app_private.day_marks set mark = 'check_in' where day = '2026-03-12' $$),
  '{"14: The mark of 2026-03-12 is not what the rules make of it: mark check_in instead of pause."}', 'a pause made a check-in');
select is(pg_temp.found_after($$ update app_private.day_marks set day = '2026-02-20' where day = '2026-03-01' $$),
  '{"2: The mark of 2026-02-20 is by no entry.","2: The mark of 2026-03-01 is missing."}', 'a day moved');
select is(pg_temp.found_after($$ update app_private.day_marks set sequence_number = 99 where day = '2026-03-05' $$),
  '{"7: The mark of 2026-03-05 is not what the rules make of it: sequence_number 99 instead of 7."}', 'a mark of an entry that is not there');

-- Rewards.
select is(pg_temp.found_after($$ delete from app_private.reward_claims where reward_id = 'streak_3' $$),
  '{"11: The claim of streak_3 (once) is missing."}', 'a claim that is gone, so that it can be made again');
select is(pg_temp.found_after($$ insert into app_private.reward_claims select changed.* from app_private.reward_claims as c, jsonb_populate_record(c, '{"reward_id": "streak_7"}') as changed where c.reward_id = 'streak_3' $$),
  '{"11: The claim of streak_7 (once) is by no entry."}', 'a claim that no entry made');
select is(pg_temp.found_after($$ insert into app_private.reward_unlocks select changed.* from app_private.reward_unlocks as u,
  jsonb_populate_record(u, '{"reward_id": "streak_30", "conditions": {"current_streak": 30}}') as changed where u.reward_id = 'streak_3' $$),
  '{"5: The entry tells of 1 unlocks; 2 are stored.","5: The unlock of streak_30 (once) had not earned 30 of current_streak."}', 'an unlock that was not earned');
select is(pg_temp.found_after($$ insert into app_private.reward_unlocks select changed.* from app_private.reward_unlocks as u,
  jsonb_populate_record(u, '{"reward_id": "streak_30", "sequence_number": 4}') as changed where u.reward_id = 'streak_3' $$),
  '{"4: The entry tells of 0 unlocks; 1 are stored.","4: The unlock of streak_30 (once) had not earned 3 of current_streak.","4: The unlock of streak_30 (once) is by no entry.","4: The unlock of streak_30 (once) is not as the reward has it: other conditions."}', 'an unlock that no entry made');
select is(pg_temp.found_after($$ insert into app_private.reward_unlocks select changed.* from app_private.reward_unlocks as u,
  jsonb_populate_record(u, '{"reward_id": "streak_30"}') as changed where u.reward_id = 'streak_3' $$),
  '{"5: The entry tells of 1 unlocks; 2 are stored.","5: The unlock of streak_30 (once) is not as the reward has it: other conditions."}', 'an unlock with conditions that are not the reward''s');
select is(pg_temp.found_after($$ insert into app_private.reward_unlocks select changed.* from app_private.reward_unlocks as u,
  jsonb_populate_record(u, '{"period_key": "2026-W40"}') as changed where u.reward_id = 'weekly_five' and u.period_key = '2026-W10' $$),
  '{"7: The entry tells of 1 unlocks; 2 are stored.","7: The unlock of weekly_five (2026-W40) is not as the reward has it: another period."}', 'an unlock for another period');
select is(pg_temp.found_after($$ update app_private.reward_unlocks set claimable_until = '2030-01-01' where reward_id = 'streak_3' $$),
  '{"5: The unlock of streak_3 (once) is not as the reward has it: another time to claim it."}', 'a longer time to claim');
select is(pg_temp.found_after($$ update app_private.rewards set revision = revision + 1; update app_private.reward_unlocks set conditions = '{"current_streak": 2}' where reward_id = 'streak_3' $$),
  '{}', 'what a reward asked for before it was last saved is not known');
select is(pg_temp.found_after($$
  update app_public.journal_entries set terms = '{"gives": {"points": 90}}', points_delta = 90 where kind = 'claim' and sequence_number = 11;
  update app_public.journal_entries set points = points + 40, lifetime_points = lifetime_points + 40 where sequence_number >= 11 and user_id = test.user_id('alice');
  update app_private.user_states set points = points + 40, lifetime_points = lifetime_points + 40 where check_ins > 0 $$),
  '{"11: The claim of streak_3 (once) did not give what the reward gives."}', 'what a reward gave, in all places that add up');
select is(pg_temp.found_after($$ update app_private.users set created_at = '2026-02-01' where user_id = test.user_id('alice') $$),
  '{"1: The user was not created when the entry says."}', 'since when somebody is there');
select is(test.refusal($$ update app_public.journal_entries set terms = null, points_delta = 1000 where kind = 'claim' $$), '23514 what_the_catalogue_said_is_kept', 'a claim without its terms is refused');
select is(pg_temp.found_after($$ update app_private.reward_unlocks set unlocked_at = '2026-03-20' where reward_id = 'streak_3' $$),
  '{"5: The unlock of streak_3 (once) is by no entry.","11: The claim of streak_3 (once) is not within the time of its unlock."}', 'a claim before its unlock');
select is(pg_temp.found_after($$ update app_private.rewards set stock = 5 where id = 'streak_3' $$),
  '{"The stock of streak_3 is 5, 0 are left, and 0 were claimed from it."}', 'a stock that does not add up');

-- Users.
select is(pg_temp.found_after($$ delete from app_private.user_states; delete from app_private.users $$) @> '{"There is no such user, and there are rows of theirs in journal_entries."}', true, 'a user that is gone');
select is(pg_temp.found_after('select'), '{}', 'and nothing, when nothing was done');
select is_empty($$ select * from app_private.verify_users(test.user_id('alice'), test.user_id('alice')) $$, 'one user can be proven alone');

select * from finish();
