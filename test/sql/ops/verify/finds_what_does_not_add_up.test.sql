-- A history with everything that marks a day, then one change at a time by somebody who may do anything.
select plan(14);

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
reset role;

select set_eq($$ select m.mark from app_private.day_marks as m $$,
  $$ values ('check_in'::app_public.mark), ('amnesty'), ('pause'), ('repair') $$, 'it has marks of many kinds');
select is_empty($$ select * from app_private.verify() $$, 'what the functions wrote adds up');

-- What verify says after a statement, which is undone.
create function pg_temp.found_after(statement text)
returns text[]
language plpgsql
as $$
declare
  v_found text[];
begin
  begin
    execute statement;
    v_found := array(select v.difference from app_private.verify() as v where v.user_id = test.user_id('alice') order by 1);
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return v_found;
  end;
end
$$;

select is(pg_temp.found_after($$ update app_private.user_states set points = points + 1, lifetime_points = lifetime_points + 1 $$),
  '{"The state is not that of its last journal entry, 17."}', 'points that no entry gave');
select is(pg_temp.found_after($$ update app_private.user_states set inventory = '{"coffee": 1}' $$),
  '{"The state is not that of its last journal entry, 17."}', 'an item that no entry gave');
select is(pg_temp.found_after($$ delete from app_public.journal_entries where sequence_number = 7 $$),
  '{"Journal entry 8 does not follow from the one before it.","The mark of 2026-03-05 has no journal entry."}', 'an entry that is gone');
select is(pg_temp.found_after($$ update app_public.journal_entries set points = points + 100 where sequence_number = 5 $$),
  '{"Journal entry 5 does not follow from the one before it.","Journal entry 6 does not follow from the one before it."}', 'a balance in the past');
select is(pg_temp.found_after($$ update app_public.journal_entries set energy_delta = energy_delta + 1 where sequence_number = 5 $$),
  '{"Journal entry 5 does not follow from the one before it."}', 'a delta');
select is(pg_temp.found_after($$ update app_public.journal_entries set occurred_at = '2026-02-01' where sequence_number = 5 $$),
  '{"Journal entry 5 does not follow from the one before it.","The mark of 2026-03-03 has no journal entry."}', 'an entry dated back');
select is(pg_temp.found_after($$ update app_public.journal_entries set run_length = 40, longest_streak = 40, check_ins = 40 where sequence_number = 17 $$),
  '{"Journal entry 17 does not follow from the one before it.","The state is not that of its last journal entry, 17."}', 'the last entry');
select is(pg_temp.found_after($$ delete from app_private.day_marks where day = '2026-03-05' $$),
  '{"The streak is not that of the calendar."}', 'a day that is gone');
select is(pg_temp.found_after($$ delete from app_private.day_marks where day = '2026-03-12' $$),
  '{"The streak is not that of the calendar."}', 'a gap in the run');
select is(pg_temp.found_after($$ update app_private.day_marks set mark = 'check_in' where day = '2026-03-12' $$),
  '{"The streak is not that of the calendar."}', 'a pause made a check-in');
select is(pg_temp.found_after($$ update app_private.day_marks set day = '2026-02-20' where day = '2026-03-01' $$),
  '{"The streak is not that of the calendar."}', 'a day moved');
select is(pg_temp.found_after($$ update app_private.day_marks set sequence_number = 99 where day = '2026-03-05' $$),
  '{"The mark of 2026-03-05 has no journal entry."}', 'a mark of an entry that is not there');

select * from finish();
