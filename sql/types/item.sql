create type app_public.item as (
  item_id text, title text, description text, price_points bigint, gives app_public.effects, on_sale boolean
);
comment on type app_public.item is 'What can be bought with points, held, and used for its effects.';
comment on column app_public.item.item_id is
  E'@notNull\nIts name for ever: a small letter, then small letters, digits and _, 63 at most.';
comment on column app_public.item.title is E'@notNull\nIts title, 1 to 100 characters.';
comment on column app_public.item.description is E'@notNull\nIts description, at most 1000 characters.';
comment on column app_public.item.price_points is E'@notNull\nWhat one costs in points; more than it gives.';
comment on column app_public.item.gives is E'@notNull\nWhat using one gives; no items.';
comment on column app_public.item.on_sale is
  E'@notNull\n@hasDefault\nCan be bought. One that cannot is still used by whoever has it. Default: true.';
