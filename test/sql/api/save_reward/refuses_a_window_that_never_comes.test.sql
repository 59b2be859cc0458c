select plan(2);
create function pg_temp.save(changes jsonb)
returns app_public.reward
language sql volatile
return app_public.save_reward(jsonb_populate_record(null::app_public.reward,
  '{"reward_id": "spring", "title": "Spring", "description": "", "conditions": [{"metric": "check_ins", "at_least": 1}], "gives": {"points": 5}}' || save.changes));
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select throws_ok($$select pg_temp.save('{"starts_at": "infinity"}')$$, 'RW006', null, 'a window that never comes: nobody could ever claim');
select lives_ok($$select pg_temp.save('{"starts_at": "-infinity", "ends_at": "infinity"}')$$, 'one of all times is one');
