-- Whatever comes after a wrong entry is held against what the rules make of it, or against what it tells itself.
select plan(19);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 6); -- entries 2 (and 3, the claim), 4 to 8
reset role;
select is((test.stored('alice')).sequence_number, 8::bigint, 'the user has eight entries');

-- What replay says after a statement, which is undone.
create function pg_temp.found_after(statement text, subject text default 'alice')
returns text[]
language plpgsql
as $$
declare
  v_found text[];
begin
  begin
    execute statement;
    v_found := array(select concat_ws(' ', r.sequence_number, r.difference) from app_private.replay(test.user_id(subject)) as r);
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return v_found;
  end;
end
$$;
create function pg_temp.set_entries(changes text, which text)
returns text[]
language sql
return pg_temp.found_after(format('update app_public.journal_entries set %s where user_id = test.user_id(''alice'') and %s', changes, which));

-- Something in one entry alone: what comes after goes on from the rules.
select is(pg_temp.set_entries('points = points + 1', 'sequence_number = 2'),
  '{"2 The entry is not what the rules make of it: points 6 instead of 5."}', 'a wrong entry with many after it is told once');
select is(pg_temp.set_entries('points = points + 1', 'sequence_number = 8'),
  '{"8 The entry is not what the rules make of it: points 41 instead of 40."}', 'the last one too: the state is what the rules make of it');
select is(pg_temp.set_entries('points = points + 1', 'sequence_number in (4, 6, 8)'),
  '{"4 The entry is not what the rules make of it: points 21 instead of 20.","6 The entry is not what the rules make of it: points 31 instead of 30.","8 The entry is not what the rules make of it: points 41 instead of 40."}', 'each of three with right ones in between is told');

-- Something that all later entries have taken over: what comes after goes on from what the entry tells.
select is(pg_temp.set_entries('points = points + 1, lifetime_points = lifetime_points + 1', 'sequence_number >= 4'),
  '{"4 The entry is not what the rules make of it: lifetime_points 21 instead of 20, points 21 instead of 20.","8 The state is not what the journal makes of it: lifetime_points 40 instead of 41, points 40 instead of 41."}',
  'what every later entry repeats is told of the first, and of the state that does not');
select is(pg_temp.found_after($$
  update app_public.journal_entries set points = points + 1, lifetime_points = lifetime_points + 1, points_delta = points_delta + (sequence_number = 8)::int where sequence_number >= 8 and user_id = test.user_id('alice');
  update app_private.user_states set points = points + 1, lifetime_points = lifetime_points + 1 where user_id = test.user_id('alice') $$),
  '{"8 The entry is not what the rules make of it: lifetime_points 41 instead of 40, points 41 instead of 40, points_delta 6 instead of 5."}', 'a state that agrees with a wrong last entry is not told a second time');
select is(pg_temp.found_after($$
  update app_public.journal_entries set xp = xp + 1, xp_delta = 11 where sequence_number = 4 and user_id = test.user_id('alice');
  update app_public.journal_entries set xp = xp + 1 where sequence_number = 5 and user_id = test.user_id('alice');
  update app_public.journal_entries set xp = xp + 3, xp_delta = xp_delta + (sequence_number = 6)::int * 2 where sequence_number >= 6 and user_id = test.user_id('alice');
  update app_private.user_states set xp = xp + 3 where user_id = test.user_id('alice') $$),
  '{"4 The entry is not what the rules make of it: xp 21 instead of 20, xp_delta 11 instead of 10.","6 The entry is not what the rules make of it: xp 43 instead of 41, xp_delta 12 instead of 10."}',
  'two forgeries that are carried on are told where they were made');
select is(pg_temp.set_entries('run_length = 40, longest_streak = 40, check_ins = 40', 'sequence_number = 7'),
  '{"7 The entry is not what the rules make of it: check_ins 40 instead of 5, longest_streak 40 instead of 5, run_length 40 instead of 5."}', 'a run that nobody went on with');

select is(pg_temp.found_after($$
  update app_public.journal_entries set run_length = run_length + 1, longest_streak = longest_streak + 1, check_ins = check_ins + 1, check_ins_delta = check_ins_delta + (sequence_number = 4)::int where sequence_number >= 4 and user_id = test.user_id('alice');
  update app_private.user_states set run_length = run_length + 1, longest_streak = longest_streak + 1, check_ins = check_ins + 1 where user_id = test.user_id('alice') $$),
  '{"4 The entry is not what the rules make of it: check_ins 3 instead of 2, check_ins_delta 2 instead of 1, longest_streak 3 instead of 2, run_length 3 instead of 2.","8 The entry is not what the rules make of it: freezes [] instead of [\"2026-03-06\"], freezes_granted 0 instead of 1.","8 The streak is not that of the calendar."}',
  'one that all went on with is not that of the calendar, and would have earned a freeze');

-- A freeze that covered the 8th is kept by hand, and the day called excused, everywhere.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select test.check_in_daily('2026-03-09 12:00+00', 3); -- entries 10, 11, 12
reset role;
select is(pg_temp.found_after($$
  update app_public.journal_entries set freezes = '{2026-03-07}', freezes_used = 0, last_freeze_day = null where sequence_number >= 10 and user_id = test.user_id('bob');
  update app_private.user_states set freezes = '{2026-03-07}', last_freeze_day = null where user_id = test.user_id('bob');
  update app_private.day_marks set mark = 'amnesty', freeze_granted_on = null where day = '2026-03-08' and user_id = test.user_id('bob') $$, 'bob'),
  '{"10 The entry is not what the rules make of it: freezes [\"2026-03-07\"] instead of [], freezes_used 0 instead of 1, last_freeze_day none instead of 2026-03-08."}', 'the days that a wrong entry marks are told with it');
select is(pg_temp.found_after($$
  update app_private.day_marks set mark = 'amnesty', freeze_granted_on = null where day = '2026-03-08' and user_id = test.user_id('bob') $$, 'bob'),
  '{"10 The mark of 2026-03-08 is not what the rules make of it: freeze_granted_on none instead of 2026-03-07, mark amnesty instead of freeze."}', 'or alone, when the entry is right');

-- Missing ones.
select is(pg_temp.found_after($$ delete from app_public.journal_entries where sequence_number = 5 and user_id = test.user_id('alice') $$),
  '{"5 The entry is missing.","5 The unlock of streak_3 (once) is by no entry."}', 'what is missing is told, and what hangs on it');
select is(pg_temp.found_after($$ delete from app_public.journal_entries where sequence_number in (6, 7) and user_id = test.user_id('alice') $$),
  '{"7 The entry is missing.","7 The unlock of weekly_five (2026-W10) is by no entry."}', 'two in a row are told as one, the later');
select is(pg_temp.found_after($$
  update app_public.journal_entries set points = points + 1 where sequence_number = 4 and user_id = test.user_id('alice');
  delete from app_public.journal_entries where sequence_number = 6 and user_id = test.user_id('alice') $$),
  '{"4 The entry is not what the rules make of it: points 21 instead of 20.","6 The entry is missing."}', 'a wrong one and then a missing one are both told');
select is(pg_temp.found_after($$
  update app_public.journal_entries set points = points + 1 where sequence_number = 5 and user_id = test.user_id('alice');
  delete from app_public.journal_entries where sequence_number = 6 and user_id = test.user_id('alice') $$),
  '{"5 The entry is not what the rules make of it: points 26 instead of 25.","6 The entry is missing."}', 'also right after it');
select is(pg_temp.found_after($$ delete from app_public.journal_entries where sequence_number = 1 and user_id = test.user_id('alice') $$),
  '{"1 The entry is missing."}', 'the first entry');
select is(pg_temp.found_after($$ update app_public.journal_entries set occurred_at = occurred_at - interval '2 days' where sequence_number = 8 and user_id = test.user_id('alice') $$) @>
  '{"8 The entry is dated before the one before it."}', true, 'one dated back');
select is(pg_temp.found_after($$ update app_public.journal_entries set kind = 'pause', asked = '{"until": "2026-03-09"}' where sequence_number = 4 and user_id = test.user_id('alice') $$) @>
  '{"5 The entry is missing."}', false, 'one of another kind is not taken for a missing one');
select is(pg_temp.found_after('select'), '{}', 'and nothing else is wrong');
