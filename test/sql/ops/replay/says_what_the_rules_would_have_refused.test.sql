-- Entries that nobody's command could have made, each recorded as if it had been: replay says with what it would have been refused.
select plan(51);

select test.add_rule_version('2026-03-01 00:00+00', '{"inventory_max": 2, "repair_points": 30}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 7); -- 45 points, a freeze of the 7th, full energy
select test.set_clock('2026-03-07 13:00+00');
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000001'); -- entry 10: 35 points, one coffee
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 2);
select test.check_in_at('2026-03-05 12:00+00'); -- the 3rd and the 4th are missed
reset role;
select app_private.grant_effects(test.user_id('bob'), test.user_id('olga'), test.effects('{"points": 35}'), 'A gift.', 'c0ffee00-0000-4000-8000-000000000002');
select is_empty('select * from app_private.verify()', 'up to here all is well');
select is((select array_agg(row(s.points, s.energy, s.inventory, s.freezes, s.sequence_number)::text order by s.points) from app_private.user_states as s where s.check_ins > 0),
  '{"(35,100,\"{\"\"coffee\"\": 1}\",{2026-03-07},10)","(60,100,{},{},6)"}', 'one has 35 points, a coffee and a freeze, the other 60 points');

-- Records an entry as a command would, without asking anything; with what replay says it would have been refused. Undone.
create function pg_temp.refusal(subject text, kind app_public.journal_kind, at timestamptz, asked jsonb, terms jsonb default null, reverses bigint default null)
returns text
language plpgsql
as $$
declare
  v_before constant app_private.user_states := test.stored(subject);
  v_settled constant app_private.user_states := app_private.settle(v_before, app_private.rules_at(at), at, app_private.ended_through(at, 'UTC', 0));
    v_says text;
begin
  begin
    perform app_private.record(v_before, v_settled, v_settled, '{}', kind, v_settled.last_day, asked, terms,
      case when kind in ('spend', 'buy', 'use', 'discard', 'grant') then gen_random_uuid() end, reverses,
      case when kind in ('grant', 'reversal') then test.user_id('olga') end, unlocks => false);
    v_says := (select r.difference from app_private.replay(test.user_id(subject)) as r where r.sequence_number = v_before.sequence_number + 1 and r.difference ~ '^The (rules|entry) ');
    raise exception using errcode = 'TS000';
  exception when sqlstate 'TS000' then
    return case when v_says ~ '^The rules would not have had it: ' then coalesce(
      (select c.sqlstate from app_private.error_codes as c where v_says = 'The rules would not have had it: ' || c.meaning), v_says) end;
  end;
end
$$;

select is(pg_temp.refusal('alice', c.kind::app_public.journal_kind, c.at::timestamptz, c.asked::jsonb, c.terms::jsonb, c.reverses), c.code, format('%s: %s', c.kind, c.why))
from (values
  ('spend', '2026-03-07 13:00+00', '{"amount": 100}', null, null::bigint, null, 'all the energy there is'),
  ('spend', '2026-03-07 13:00+00', '{"amount": 101}', null, null, 'NR001', 'more than there is'),
  ('buy', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": 3}', '{"price_points": 10}', null, null, 'what the points are enough for'),
  ('buy', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": 4}', '{"price_points": 10}', null, 'PT001', 'for more points than there are'),
  ('buy', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": 1}', '{"price_points": 36}', null, 'PT001', 'by one'),
  ('buy', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": 1}', '{"price_points": 0}', null, 'QT001', 'for nothing'),
  ('buy', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": -1}', '{"price_points": 1}', null, 'QT001', 'less than one'),
  ('discard', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": -5}', null, null, 'QT001', 'less than one'),
  ('spend', '2026-03-07 13:00+00', '{"amount": -30}', null, null, 'QT001', 'less than one'),
  ('spend', '2026-03-07 13:00+00', '{"amount": 0}', null, null, 'QT001', 'nothing'),
  ('grant', '2026-03-07 13:00+00', '{"gives": {"points": -5}}', null, null, 'GR001', 'less than nothing'),
  ('use', '2026-03-07 13:00+00', '{"item_id": "coffee"}', '{"gives": {"energy": 15}}', null, 'IT004', 'when it would change nothing'),
  ('use', '2026-03-07 13:00+00', '{"item_id": "coffee"}', '{"gives": {"xp": 15}}', null, null, 'an item that is held'),
  ('use', '2026-03-07 13:00+00', '{"item_id": "focus_chip"}', '{"gives": {"xp": 5}}', null, 'IT003', 'one that is not'),
  ('use', '2026-03-07 13:00+00', '{"item_id": "coffee"}', '{"gives": {"freezes": 1}}', null, null, 'a freeze that fits'),
  ('use', '2026-03-07 13:00+00', '{"item_id": "coffee"}', '{"gives": {"freezes": 2}}', null, 'FZ001', 'freezes that do not'),
  ('discard', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": 1}', null, null, null, 'what there is'),
  ('discard', '2026-03-07 13:00+00', '{"item_id": "coffee", "quantity": 2}', null, null, 'IT003', 'more than there is'),
  ('claim', '2026-03-07 13:00+00', '{"reward_id": "streak_7", "period_key": "once"}', '{"gives": {"freezes": 1}}', null, null, 'a freeze that fits'),
  ('claim', '2026-03-07 13:00+00', '{"reward_id": "streak_7", "period_key": "once"}', '{"gives": {"freezes": 2}}', null, 'FZ001', 'freezes that do not'),
  ('claim', '2026-03-07 13:00+00', '{"reward_id": "streak_7", "period_key": "once"}', '{"gives": {"items": [{"item_id": "focus_chip", "quantity": 1}, {"item_id": "streak_freeze", "quantity": 1}]}}', null, 'IN001', 'items that do not'),
  ('grant', '2026-03-07 13:00+00', '{"gives": {"items": [{"item_id": "focus_chip", "quantity": 1}]}}', null, null, null, 'an item that fits'),
  ('grant', '2026-03-07 13:00+00', '{"gives": {"items": [{"item_id": "focus_chip", "quantity": 1}, {"item_id": "streak_freeze", "quantity": 1}]}}', null, null, 'IN001', 'items that do not'),
  ('grant', '2026-03-07 13:00+00', '{"gives": {"freezes": 2}}', null, null, 'FZ001', 'freezes that do not'),
  ('check_in', '2026-03-08 12:00+00', '{"day": null}', null, null, null, 'of today'),
  ('check_in', '2026-03-07 23:59+00', '{"day": null}', null, null, 'CK001', 'a second one of the same day'),
  ('check_in', '2026-03-07 23:59+00', '{"day": "2026-03-08"}', null, null, 'CK001', 'of tomorrow'),
  ('check_in', '2026-03-09 01:59:59+00', '{"day": "2026-03-08"}', null, null, null, 'of yesterday, within its grace'),
  ('check_in', '2026-03-09 02:00+00', '{"day": "2026-03-08"}', null, null, 'CK001', 'when the grace is over'),
  ('check_in', '2026-03-09 12:00+00', '{"day": "2026-03-07"}', null, null, 'CK001', 'of a day that is long past'),
  ('pause', '2026-03-07 13:00+00', '{"until": "2026-04-06"}', null, null, null, 'of thirty days'),
  ('pause', '2026-03-07 13:00+00', '{"until": "2026-04-07"}', null, null, 'PS001', 'too long'),
  ('pause', '2026-03-07 13:00+00', '{"until": "2026-03-07"}', null, null, 'PS001', 'of no day to come'),
  ('pause', '2026-03-20 13:00+00', '{"until": "2026-03-22"}', null, null, 'ST001', 'without a run'),
  ('reversal', '2026-03-07 13:00+00', '{"sequence_number": 1}', null, 1, 'RV001', 'of a bootstrap'),
  ('reversal', '2026-03-07 13:00+00', '{"sequence_number": 2}', null, 2, null, 'of a check-in'),
  ('reversal', '2026-03-09 13:00+00', '{"sequence_number": 9}', null, 9, 'FZ002', 'of one whose freeze has been used')) as c(kind, at, asked, terms, reverses, code, why);

select is(pg_temp.refusal('bob', c.kind::app_public.journal_kind, c.at::timestamptz, c.asked::jsonb), c.code, format('%s: %s', c.kind, c.why))
from (values
  ('repair', '2026-03-05 13:00+00', '{"day": "2026-03-03"}', null, 'what the points are just enough for'),
  ('repair', '2026-03-05 13:00+00', '{"day": "2026-03-02"}', 'RP001', 'of a day that was not missed'),
  ('repair', '2026-03-05 13:00+00', '{"day": null}', 'RP001', 'of no day'),
  ('repair', '2026-03-07 13:00+00', '{"day": "2026-03-04"}', null, 'on the last day'),
  ('repair', '2026-03-08 13:00+00', '{"day": "2026-03-04"}', 'RP002', 'on the day after')) as c(kind, at, asked, code, why);

-- What has become of other entries meanwhile.
select app_private.grant_effects(test.user_id('bob'), test.user_id('olga'), test.effects('{"items": {"coffee": 1}}'), 'A gift.', 'c0ffee00-0000-4000-8000-000000000003'); -- entry 7
select test.sign_in('bob');
select app_public.discard_item('coffee', 'c0ffee00-0000-4000-8000-000000000004'); -- 8
select app_public.buy_item('coffee', 'c0ffee00-0000-4000-8000-000000000005', 3); -- 9: 30 points are left
reset role;
select is(pg_temp.refusal('bob', 'reversal', '2026-03-05 13:00+00', '{"sequence_number": 6}', null, 6), 'PT001', 'reversal: of points that are spent');
select is(pg_temp.refusal('bob', 'repair', '2026-03-05 13:00+00', '{"day": "2026-03-03"}'), 'PT001', 'repair: for more points than there are');
select app_private.reverse_entry(test.user_id('bob'), test.user_id('olga'), 9, 'A mistake.'); -- 10
select is(pg_temp.refusal('bob', 'reversal', '2026-03-05 13:00+00', '{"sequence_number": 7}', null, 7), 'IT003', 'reversal: of items that are gone');
select is(pg_temp.refusal('bob', 'reversal', '2026-03-05 13:00+00', '{"sequence_number": 10}', null, 10), 'RV001', 'reversal: of a reversal');
select is(pg_temp.refusal('bob', 'amnesty', '2026-03-05 13:00+00', '{"amnesty_id": 7}'), 'The rules would not have had it: The amnesty changed nothing.', 'amnesty: that nobody has declared');
select is(pg_temp.refusal('bob', 'reversal', '2026-03-05 13:00+00', '{"sequence_number": 8}', null, 8), null, 'reversal: of what was discarded, where it fits');
select is_empty('select * from app_private.verify()', 'and all is well');
