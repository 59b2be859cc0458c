create type app_public.inventory_item as (item_id text, quantity int);
comment on type app_public.inventory_item is 'So many of an item.';
comment on column app_public.inventory_item.item_id is E'@notNull\nThe item.';
comment on column app_public.inventory_item.quantity is E'@notNull\nHow many; at least 1.';
