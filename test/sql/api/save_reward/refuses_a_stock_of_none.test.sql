select plan(6);
create function pg_temp.save(changes jsonb)
returns app_public.reward
language sql volatile
return app_public.save_reward(jsonb_populate_record(null::app_public.reward,
  '{"reward_id": "spring", "title": "Spring", "description": "", "conditions": [{"metric": "check_ins", "at_least": 1}], "gives": {"points": 5}}' || save.changes));
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.save('{"stock": 0}')$$, 'RW006', null, 'of a new reward: it would be one without a limit');
select throws_ok($$select pg_temp.save('{"reward_id": "streak_3", "stock": 0}')$$, 'RW006', null, 'of one without a limit: it would stay so');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
select pg_temp.save('{"stock": 5}') is null;
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.save('{"stock": 0}')$$, 'RW006', null, 'of one with a limit');
select throws_ok($$select pg_temp.save('{"stock": -2147483648}')$$, 'RW006', null, 'and less than none, whatever the number');
select is(test.fingerprint(), current_setting('test.stored'), 'which changes nothing');
