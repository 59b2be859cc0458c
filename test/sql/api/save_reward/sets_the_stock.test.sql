select plan(18);
create function pg_temp.save(stock int)
returns bigint
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject', true);
  v_reward app_public.reward;
  v_answer bigint;
begin
  perform test.sign_in_operator('olga');
  v_reward := app_public.save_reward(jsonb_populate_record(null::app_public.reward, jsonb_build_object(
    'reward_id', 'spring', 'title', 'Spring', 'description', '', 'conditions', '[{"metric": "check_ins", "at_least": 1}]'::jsonb, 'gives', '{"points": 5}'::jsonb,
    'stock', save.stock)));
  v_answer := app_public.reward_stock_remaining(v_reward);
  perform test.sign_in(v_subject);
  return v_answer;
end
$$;
create function pg_temp.claim_by(subject text)
returns boolean
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.check_in_at(test.now());
  return (select not c.already_claimed from app_public.claim_reward('spring') as c);
end
$$;
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');

select is(pg_temp.save(null), null, 'without a limit nothing is counted');
select is(pg_temp.claim_by('alice'), true, 'one is claimed');
select is(pg_temp.save(1), 1::bigint, 'a limit counts from when it was first set');
select set_config('test.stored', test.fingerprint(), false);
select is(pg_temp.save(1), 1::bigint, 'saved again');
select is(test.fingerprint(), current_setting('test.stored'), 'nothing is added');
select is(pg_temp.claim_by('bob'), true, 'and it is claimed');
select throws_ok($$select pg_temp.claim_by('carol')$$, 'RW005', null, 'then there is none left');
select is(pg_temp.save(40), 39::bigint, 'it is raised');
select is(pg_temp.claim_by('carol'), true, 'and claimed again');
select is(pg_temp.claim_by('dave'), true, 'and again');
select is(pg_temp.save(4), 1::bigint, 'lowered, less is left');
select is(pg_temp.save(3), 0::bigint, 'to what has been claimed, nothing');
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select pg_temp.save(2)$$, 'RW006', null, 'below what has been claimed it is refused');
select throws_ok($$select pg_temp.save(null)$$, 'RW006', null, 'a limit stays');
select throws_ok($$select pg_temp.save(0)$$, 'RW006', null, 'and is not none');
select is(test.fingerprint(), current_setting('test.stored'), 'a refusal leaves everything as it was');
-- Nor while nothing has been claimed.
select test.add_reward('{"id": "summer", "gives_points": 7, "stock": 2}', '{}');
select test.sign_in_operator('olga');
select throws_ok($$select app_public.save_reward(row(r.reward_id, r.title, r.description, r.conditions, r.gives, r.repeats, r.starts_at, r.ends_at, null, null, false, 100, true)::app_public.reward)
  from app_public.rewards() as r where r.reward_id = 'summer'$$, 'RW006', null, 'a limit stays when nothing has been claimed as well');
select is((select app_public.reward_stock_remaining(r) from app_public.rewards() as r where r.reward_id = 'summer'), 2::bigint, 'with all of it left');
