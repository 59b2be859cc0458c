-- Invoker: row-level security decides what is read.
create or replace function app_public.items()
returns setof app_public.item
language sql stable
begin atomic
  select i.id, i.title, i.description, i.price_points, i.gives::app_public.effects, i.on_sale
  from app_private.items as i
  order by i.price_points, i.id;
end;

grant execute on function app_public.items to app_anonymous, app_user, app_operator;
comment on function app_public.items() is
  E'@behavior +connection -list\nAll items, the cheapest first: those on sale, and those that only who has them can use.';
