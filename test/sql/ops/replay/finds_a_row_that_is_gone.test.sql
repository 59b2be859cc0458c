-- Each row that is stored of a user is deleted, and each is stored a second time under another key.
select plan(8);

select test.add_reward('{"id": "gift", "gives_points": 7, "repeats": "week", "auto_claim": true}', '{"check_ins": 2}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7);
select app_public.claim_reward('streak_3');
select test.check_in_at('2026-03-09 12:00+00'); -- a freeze covers the 8th
select test.check_in_at('2026-03-11 12:00+00'); -- the 10th is missed
select app_public.repair_streak('2026-03-10');
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000001', 2);
select app_public.discard_item('coffee', 'c0ffee00-0000-4000-8000-000000000002', 1);
reset role;
select is_empty('select * from app_private.verify()', 'all is there');

-- The rows of a table after whose deletion, or repetition under another key, there is nothing that verify finds. Each is undone.
create function pg_temp.not_found(place regclass, change text, sorted_by text)
returns text[]
language plpgsql
as $$
declare
  v_row record;
  v_not_found text[] := '{}';
  v_tried int := 0;
begin
  for v_row in execute format('select c.ctid as place, concat_ws('' '', %s) as name from %s as c order by 2', sorted_by, place) loop
    begin
      execute format(change, place, v_row.place);
      v_tried := v_tried + 1;
      if not exists (select from app_private.verify()) then
        v_not_found := v_not_found || v_row.name;
      end if;
      raise exception using errcode = 'TS000';
    exception when sqlstate 'TS000' or integrity_constraint_violation then
      null;
    end;
  end loop;
  return case when v_tried > 0 then v_not_found end;
end
$$;

create function pg_temp.not_missed(place regclass, sorted_by text) returns text[] language sql return pg_temp.not_found(place, 'delete from %s where ctid = %L', sorted_by);
select is(pg_temp.not_missed('app_public.journal_entries', 'c.sequence_number'), '{}', 'every entry is missed');
select is(pg_temp.not_missed('app_private.day_marks', 'c.day'), '{}', 'every day');
select is(pg_temp.not_missed('app_private.reward_claims', 'c.reward_id, c.period_key'), '{}', 'every claim');
select is(pg_temp.not_missed('app_private.user_states', 'c.points'), '{}', 'every state');
select is(pg_temp.not_missed('app_private.reward_unlocks', 'c.reward_id, c.period_key'), '{}', 'every unlock, claimed or not');

select is(pg_temp.not_found('app_private.day_marks', $$ insert into %1$s select n.* from %1$s as c, jsonb_populate_record(c, jsonb_build_object('day', c.day + 20)) as n where c.ctid = %2$L $$, 'c.day'), '{}', 'a day that no entry marks');
select is(pg_temp.not_found('app_private.reward_claims', $$
  insert into app_private.reward_unlocks select n.* from %1$s as c join app_private.reward_unlocks as u using (user_id, reward_id, period_key), jsonb_populate_record(u, '{"period_key": "2026-W20"}') as n where c.ctid = %2$L;
  insert into %1$s select n.* from %1$s as c, jsonb_populate_record(c, '{"period_key": "2026-W20"}') as n where c.ctid = %2$L $$, 'c.reward_id, c.period_key'), '{}', 'a claim that no entry made');
