create or replace function app_private.require_item(item_id text, item app_private.items)
returns void
language plpgsql stable
as $$
begin
  if item.id is null then
    perform app_private.refuse('IT001', format('There is no item "%s".', left(item_id, 63)), 'Take the item id from items.');
  end if;
end
$$;

comment on function app_private.require_item(text, app_private.items) is 'IT001 unless the item was found.';
