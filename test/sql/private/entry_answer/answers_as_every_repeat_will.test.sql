select plan(6);

select test.add_reward('{"id": "thrift", "gives_points": 3, "auto_claim": true, "repeats": "day"}', '{"points": 1}');
create function test.key(k int) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(k::text, 12, '0'))::uuid;
create function test.answers(day text, command text) returns text[] language plpgsql as $$
declare
  v_first jsonb;
  v_again jsonb;
begin
  perform test.set_clock((day || ' 12:00+00')::timestamptz);
  execute format('select to_jsonb(a) from %s as a', command) into v_first;
  execute format('select to_jsonb(a) from %s as a', command) into v_again;
  return array[v_first #>> '{claimed,0,reward_id}', (v_first - 'replayed')::text, (v_again - 'replayed')::text];
end
$$;
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00');
select test.check_in_at('2026-03-02 12:00+00');

select is(a.answers[1], 'thrift', format('%s: the first answer has what it claimed', a.command))
from (values ('2026-03-03', 'app_public.spend_energy(1, test.key(1))'), ('2026-03-04', 'app_public.buy_item(''coffee'', test.key(2))'),
  ('2026-03-05', 'app_public.discard_item(''coffee'', test.key(3))')) as c(day, call),
  lateral (select c.call, test.answers(c.day, c.call)) as a(command, answers);
select is(a.answers[2], a.answers[3], format('%s: and the repeat the same', a.command))
from (values ('2026-03-06', 'app_public.spend_energy(1, test.key(4))'), ('2026-03-07', 'app_public.buy_item(''coffee'', test.key(5))'),
  ('2026-03-08', 'app_public.discard_item(''coffee'', test.key(6))')) as c(day, call),
  lateral (select c.call, test.answers(c.day, c.call)) as a(command, answers);
