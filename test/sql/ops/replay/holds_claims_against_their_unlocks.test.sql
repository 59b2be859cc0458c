select plan(7);

select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 3); -- entry 5 unlocks streak_3
select app_public.claim_reward('streak_3') is null; -- 6
select app_public.spend_energy(1, 'c0ffee00-0000-4000-8000-000000000001') is null; -- 7
reset role;
-- Saved since, so that nothing is known of what it was then.
update app_private.rewards set revision = 2 where id = 'streak_3';

create function pg_temp.found_after(statement text)
returns text[]
language plpgsql
as $$
declare
  v_found text[];
begin
  begin
    execute statement;
    v_found := array(select concat_ws(' ', r.sequence_number, r.difference) from app_private.replay(test.user_id('alice')) as r order by 1);
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return v_found;
  end;
end
$$;

select is(pg_temp.found_after(format('update app_private.reward_unlocks set %s where reward_id = ''streak_3''', c.changes)), c.found, c.why)
from (values
  ('conditions = conditions', '{}'::text[], 'as it was'),
  ($$unlocked_at = '2026-03-03 11:00+00', claimable_until = '2026-03-03 12:00+00'$$, '{"5 The unlock of streak_3 (once) is by no entry.","6 The claim of streak_3 (once) is not within the time of its unlock."}', 'expired when it was claimed'),
  ($$claimable_until = '2026-03-03 12:00:00.000001+00'$$, '{}', 'or just not yet'),
  ('sequence_number = 7', '{"5 The entry tells of 1 unlocks; 0 are stored.","6 The claim of streak_3 (once) is not within the time of its unlock.","7 The entry tells of 0 unlocks; 1 are stored."}', 'unlocked by an entry after the claim'),
  ('sequence_number = 6', '{"5 The entry tells of 1 unlocks; 0 are stored.","6 The claim of streak_3 (once) is not within the time of its unlock.","6 The entry tells of 0 unlocks; 1 are stored."}', 'or by the claim'),
  ($$conditions = '{"current_streak": 4}'$$, '{"5 The unlock of streak_3 (once) had not earned 4 of current_streak."}', 'with more than there was'),
  ($$conditions = '{"luck": 1}'$$, '{"5 The unlock of streak_3 (once) had not earned 1 of luck."}', 'with what there is not')) as c(changes, found, why);
