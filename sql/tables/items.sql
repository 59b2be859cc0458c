create table app_private.items (
  id text primary key constraint id_is_a_short_name check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
  title text not null constraint title_is_1_to_100_characters check (length(title) between 1 and 100),
  description text not null constraint description_is_at_most_1000_characters check (length(description) <= 1000),
  price_points bigint not null constraint price_is_within_limits check (price_points between 1 and 1000000000),
  gives app_private.catalogue_effects not null,
  on_sale boolean not null default true,
  -- Otherwise buying and using it would be a loop that makes points, and items within items another.
  constraint an_item_costs_more_points_than_it_gives check ((gives).points = 0 or (gives).points < price_points),
  constraint an_item_gives_no_items check (cardinality((gives).items) = 0)
);

alter table app_private.items enable row level security;
create policy everybody_reads on app_private.items for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.items to app_anonymous, app_user, app_operator;

comment on table app_private.items is 'What can be bought with points, held, and used for its effects.';
comment on column app_private.items.gives is 'What using one gives.';
comment on column app_private.items.on_sale is 'Can be bought. One that cannot is still used by whoever has it.';
