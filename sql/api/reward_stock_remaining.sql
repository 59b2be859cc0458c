-- Invoker: row-level security decides what is read. Everybody may call it: whoever may not list rewards is told so by that field.
create or replace function app_public.reward_stock_remaining(reward app_public.reward)
returns bigint
language sql stable
begin atomic
  select sum(s.remaining) from app_private.reward_stock as s where s.reward_id = reward.reward_id;
end;

grant execute on function app_public.reward_stock_remaining to app_anonymous, app_user, app_operator;
comment on function app_public.reward_stock_remaining(app_public.reward) is
  E'@behavior -queryField\nWhat is left of the stock; null when there is no limit.';
