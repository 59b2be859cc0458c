select plan(23);
create function pg_temp.save(changes jsonb)
returns app_public.item
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject', true);
  v_answer app_public.item;
begin
  perform test.sign_in_operator('olga');
  v_answer := app_public.save_item(jsonb_populate_record(null::app_public.item,
    '{"item_id": "tea", "title": "Tea", "description": "", "price_points": 10, "gives": {"energy": 5}}' || save.changes));
  perform test.sign_in(v_subject);
  return v_answer;
end
$$;
create function pg_temp.tea()
returns text
language sql stable
return (select i::text from app_public.items() as i where i.item_id = 'tea');
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');

select is(pg_temp.save('{}')::text, row('tea', 'Tea', '', 10, row(0, 5, 0, 0, '{}'::app_public.inventory_item[], false)::app_public.effects, true)::text, 'what is left out has its default');
select is(pg_temp.tea(), pg_temp.save('{"on_sale": null}')::text, 'and it is listed as it was answered');
select set_config('test.stored', test.fingerprint(), false);
select pg_temp.save('{}') is null;
select is(test.fingerprint(), current_setting('test.stored'), 'a repeat changes nothing');
select is(pg_temp.save(jsonb_build_object('item_id', repeat('t', 63), 'title', repeat('ß', 100), 'description', repeat('d', 1000), 'price_points', 1000000000,
  'gives', '{"points": 999999999, "energy": 1000000, "xp": 1000000000, "freezes": 2}'::jsonb)) is not null, true, 'the most of everything');
select is((pg_temp.save('{"item_id": "t", "title": "T", "price_points": 1}')).price_points, 1::bigint, 'the least');
select is(((pg_temp.save('{"item_id": "voucher", "gives": {"points": 9}}')).gives).points, 9::bigint, 'one point less than it costs');
select throws_ok($$select pg_temp.save('{"item_id": "voucher", "gives": {"points": 9}, "price_points": 9}')$$, 'IT005', null, 'a price that falls to what it gives');
select is((select i.price_points from app_public.items() as i where i.item_id = 'voucher'), 10::bigint, 'changes nothing');

-- Held while it changes. 5 + 10 points and 50 + 20 energy; then 45 points more.
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00') is null;
select lives_ok($$select app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000001')$$, 'a new item is bought');
select pg_temp.save('{"price_points": 11, "gives": {"energy": 1, "xp": 7, "freezes": 1}, "title": "Green tea"}') is null;
select throws_ok($$select app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000002')$$, 'PT001', null, 'its price is that of now');
select is((select row(((b.took).points), b.replayed)::text from app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000001') as b), '(10,t)', 'what was bought before keeps its own');
select is((select ((u.gave)::text) from app_public.use_item('tea', 'a0000000-0000-4000-8000-000000000003') as u),
  row(0, 1, 7, 1, '{}'::app_public.inventory_item[])::app_public.amounts::text, 'one that is held gives what it gives now');
select is((test.stored('alice')).energy, 71, 'and nothing of what it gave before');
select pg_temp.save('{"gives": {"energy": 30}}') is null;
select is((select ((u.gave).energy, u.replayed)::text from app_public.use_item('tea', 'a0000000-0000-4000-8000-000000000003') as u), '(1,t)', 'and what was used keeps what it gave');

-- Off sale.
select test.check_in_daily('2026-03-02 12:00+00', 3);
select app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000004') is null;
select app_public.spend_energy(90, 'a0000000-0000-4000-8000-000000000014') is null;
select is((pg_temp.save('{"on_sale": false}')).on_sale, false, 'it is taken off sale');
select throws_ok($$select app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000005')$$, 'IT002', null, 'and cannot be bought');
select is((select b.replayed from app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000004') as b), true, 'but a repeat of a purchase is answered');
select is((select i.on_sale from app_public.items() as i where i.item_id = 'tea'), false, 'it is listed still');
select is((select (u.gave).energy from app_public.use_item('tea', 'a0000000-0000-4000-8000-000000000006') as u), 5, 'and used by who has it');
select is((pg_temp.save('{}')).on_sale, true, 'as a whole: saved without it, it is on sale again');
select lives_ok($$select app_public.buy_item('tea', 'a0000000-0000-4000-8000-000000000005')$$, 'and bought, with the key of the refusal');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
select test.sign_in(null);
select is((select (i.price_points, i.title)::text from app_public.items() as i where i.item_id = 'tea'), '(10,Tea)', 'and it is seen by who is signed out');
