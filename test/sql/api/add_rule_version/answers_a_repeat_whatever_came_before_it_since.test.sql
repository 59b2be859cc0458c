select plan(2);
create function pg_temp.add(effective_from timestamptz, parameters jsonb)
returns app_public.rule_version
language sql volatile
return app_public.add_rule_version(add.effective_from, jsonb_populate_record(null::app_public.rule_parameters, add.parameters));
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select set_config('test.june', (pg_temp.add('2026-06-01', '{"check_in_points": 9}'))::text, false);
select pg_temp.add('2026-05-01', '{"check_in_xp": 11}') is null;
select set_config('test.stored', test.fingerprint(), false);
-- The same call as the first, of which the caller may not have heard.
select lives_ok($$select pg_temp.add('2026-06-01', '{"check_in_points": 9}')$$, 'a version that has come in before it since is no other parameter');
select is(test.fingerprint(), current_setting('test.stored'), 'and nothing changes');
