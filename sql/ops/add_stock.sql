-- At most 16 slots: enough for claims not to queue on two or sixty-four cores alike, few enough to sum up at once.
create or replace function app_private.add_stock(reward_id text, amount int)
returns int
language plpgsql volatile
as $$
declare
  v_slots constant int := 16;
  v_stock int;
begin
  if amount < 1 or amount is null then
    raise exception using errcode = 'invalid_parameter_value', message = 'The amount to add is at least 1.';
  end if;

  if not exists (select from app_private.reward_stock as s where s.reward_id = add_stock.reward_id)
    and (select r.stock from app_private.rewards as r where r.id = add_stock.reward_id) is not null then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'The stock of this reward was written by hand, so there is nothing to claim from.',
      hint = 'Set rewards.stock to null and add the whole stock.';
  end if;

  update app_private.rewards as r set stock = coalesce(r.stock, 0) + amount
  where r.id = add_stock.reward_id
  returning r.stock into strict v_stock;

  insert into app_private.reward_stock (reward_id, slot, remaining)
  select add_stock.reward_id, n.slot, amount / v_slots + (n.slot <= amount % v_slots)::int
  from generate_series(1, least(amount, v_slots)) as n(slot)
  on conflict on constraint reward_stock_pkey do update set remaining = reward_stock.remaining + excluded.remaining;
  return v_stock;
end
$$;

comment on function app_private.add_stock(text, int) is
  'Limits a reward to its stock, or adds to the stock it has: amount more claims for all users together, at least 1. Returns the whole stock ever given. Every call adds.';
