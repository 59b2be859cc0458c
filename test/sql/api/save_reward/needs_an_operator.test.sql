select plan(6);
create function pg_temp.save(id text)
returns app_public.reward
language sql volatile
return app_public.save_reward(jsonb_populate_record(null::app_public.reward, jsonb_build_object('reward_id', save.id, 'title', 'Spring', 'description', '', 'conditions', '[]'::jsonb,
  'gives', '{"points": 5}'::jsonb)));
select set_config('test.stored', test.fingerprint(), false);
select test.sign_in(null);
select throws_ok($$select pg_temp.save('spring')$$, 'IA001', null, 'nobody is signed in');
select throws_ok($$select pg_temp.save('Not an id')$$, 'IA001', null, 'which is said first');
select test.sign_in('alice');
select throws_ok($$select pg_temp.save('spring')$$, 'IA002', null, 'a user is no operator');
select throws_ok($$select pg_temp.save('Not an id')$$, 'IA002', null, 'which is said first');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
select test.sign_in_operator('olga');
select lives_ok($$select pg_temp.save('spring')$$, 'an operator is one');
