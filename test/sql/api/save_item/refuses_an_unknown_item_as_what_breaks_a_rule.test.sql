select plan(1);
-- Its comment promises no UNKNOWN_ITEM: an item gives no items, whatever they are.
select test.sign_in_operator('olga');
select throws_ok($$select app_public.save_item(jsonb_populate_record(null::app_public.item,
  '{"item_id": "tea", "title": "Tea", "description": "", "price_points": 10, "gives": {"items": [{"item_id": "nothing", "quantity": 1}]}}'))$$,
  'IT005', null, 'an item that gives an item that there is not');
