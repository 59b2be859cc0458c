select plan(4);
create function pg_temp.message(statement text)
returns text
language plpgsql volatile
as $$
begin
  execute statement;
  return 'nothing';
exception when others then
  return sqlstate || ' ' || sqlerrm;
end
$$;
-- Names of keys are no rules: an operator cannot know what `reward conditions pkey` is.
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in_operator('olga');
select is(pg_temp.message($$select app_public.add_rule_version('2026-06-01', jsonb_populate_record(null::app_public.rule_parameters, '{"energy_max": 0}'))$$) ~ '^RU001 .*energy max is within limits', true, 'the rule is named');
select is(pg_temp.message($$select app_public.add_rule_version('2026-06-01', null)$$) ~ 'pkey', false, 'no parameters are no duplicate version');
select is(pg_temp.message($$select app_public.save_reward(jsonb_populate_record(null::app_public.reward, '{"reward_id": "spring", "title": "Spring", "description": "", "gives": {"points": 5},
  "conditions": [{"metric": "points", "at_least": 5}, {"metric": "points", "at_least": 6}]}'))$$) ~ 'pkey', false, 'a metric twice is said in words');
select is(pg_temp.message($$select app_public.save_reward(jsonb_populate_record(null::app_public.reward, '{"title": "Spring", "description": "", "gives": {"points": 5}, "conditions": []}'))$$) ~ '^RW006 .* is missing', true, 'and what is missing');
