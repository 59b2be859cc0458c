select plan(17);
create function pg_temp.save(changes jsonb)
returns void
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject', true);
begin
  perform test.sign_in_operator('olga');
  perform app_public.save_reward(jsonb_populate_record(null::app_public.reward,
    '{"title": "A reward", "description": "", "conditions": [{"metric": "check_ins", "at_least": 1}]}' || save.changes));
  perform test.sign_in(v_subject);
end
$$;
create function pg_temp.keys(reward_id text)
returns text
language sql stable
return (select string_agg(u.period_key, ' ' order by u.sequence_number) from app_private.reward_unlocks as u where u.reward_id = keys.reward_id);
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');

-- All effects at once; two conditions.
select pg_temp.save('{"reward_id": "box", "gives": {"xp": 60, "freezes": 2, "items": [{"item_id": "coffee", "quantity": 2}, {"item_id": "focus_chip", "quantity": 1}]}, "conditions": [{"metric": "check_ins", "at_least": 2}, {"metric": "points", "at_least": 30}]}');
select pg_temp.save('{"reward_id": "daily", "gives": {"xp": 1}, "repeats": "day"}');
select pg_temp.save('{"reward_id": "weekly", "gives": {"xp": 1}, "repeats": "week"}');
select pg_temp.save('{"reward_id": "monthly", "gives": {"xp": 1}, "repeats": "month"}');
select pg_temp.save('{"reward_id": "running", "gives": {"xp": 1}, "repeats": "run", "conditions": [{"metric": "current_streak", "at_least": 2}]}');
-- 2026-03-07 is a Saturday: 15, 20, 25, 30 points.
select test.check_in_daily('2026-03-07 12:00+00', 3);
select is(pg_temp.keys('box'), null, 'one condition of two is not enough');
select test.check_in_at('2026-03-10 12:00+00') is null;
select is(pg_temp.keys('box'), 'once', 'both are');
select is((select ((c.claim).gave)::text from app_public.claim_reward('box') as c),
  row(0, 0, 60, 2, array[row('coffee', 2)::app_public.inventory_item, row('focus_chip', 1)::app_public.inventory_item])::app_public.amounts::text, 'a claim gives all that it promises');
select is((select row(s.xp, s.level, s.freezes, s.inventory)::text from test.stored('alice') as s),
  row(100, 2, '{2026-03-10,2026-03-10}'::date[], '{"coffee": 2, "focus_chip": 1}'::jsonb)::text, 'and the user has it');
select is(pg_temp.keys('daily'), '2026-03-07 2026-03-08 2026-03-09 2026-03-10', 'a reward of each day');
select is(pg_temp.keys('weekly'), '2026-W10 2026-W11', 'of each week');
select is(pg_temp.keys('monthly'), '2026-03', 'of each month');
select is(pg_temp.keys('running'), 'run-2026-03-07', 'of each run');
select test.check_in_daily('2026-03-31 12:00+00', 2);
select is(pg_temp.keys('monthly'), '2026-03 2026-04', 'in the next month anew');
select is(pg_temp.keys('running'), 'run-2026-03-07 run-2026-03-31', 'and in the next run');
select is((select (c.claim).period_key from app_public.claim_reward('running', 'run-2026-03-07') as c), 'run-2026-03-07', 'and that of the lost run is claimed');

-- What claims itself does so in the order of (priority, id), as far as it fits.
select pg_temp.save('{"reward_id": "auto_c", "gives": {"freezes": 1, "points": 1}, "auto_claim": true, "priority": 1}');
select pg_temp.save('{"reward_id": "auto_b", "gives": {"freezes": 2, "points": 2}, "auto_claim": true, "priority": 2}');
select pg_temp.save('{"reward_id": "auto_d", "gives": {"freezes": 1, "points": 4}, "auto_claim": true, "priority": 2}');
select pg_temp.save('{"reward_id": "auto_a", "gives": {"points": 8}, "auto_claim": true, "priority": 3}');
select pg_temp.save('{"reward_id": "auto_e", "gives": {"points": 16}, "auto_claim": true, "priority": 3, "stock": 1}');
select pg_temp.save('{"reward_id": "auto_off", "gives": {"points": 32}, "auto_claim": true, "enabled": false}');
select test.sign_in('bob');
select is((select array_agg(x.reward_id order by k) from test.check_in_at('2026-04-02 12:00+00') as c, unnest(c.claimed) with ordinality as x(reward_id, title, period_key, claimed_at, automatic, gave, rule_version_id, k)),
  '{auto_c,auto_d,auto_a,auto_e,first_check_in}'::text[], 'by priority and then by id, what does not fit is passed over');
select is((test.stored('bob')).points, (5 + 10 + 1 + 4 + 8 + 16)::bigint, 'each once');
select is((select array_agg(e.asked ->> 'reward_id' order by e.sequence_number) from app_public.journal_entries as e where e.kind = 'claim'),
  '{auto_c,auto_d,auto_a,auto_e,first_check_in}'::text[], 'each with its entry');
select throws_ok($$select app_public.claim_reward('auto_b')$$, 'FZ001', null, 'what did not fit is claimed by hand when it does');
select test.sign_in('carol');
select is((select array_agg(x.reward_id) from test.check_in_at('2026-04-02 12:00+00') as c, unnest(c.claimed) as x), '{auto_c,auto_d,auto_a,first_check_in}'::text[],
  'the last of a stock is not given twice');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
