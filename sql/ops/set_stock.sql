-- The whole stock and not an amount to add, so that a repeat changes nothing. At most 16 slots: enough for claims not to
-- queue on two or sixty-four cores alike, few enough to sum up at once.
create or replace function app_private.set_stock(reward_id text, stock int)
returns void
language plpgsql volatile
as $$
declare
  v_slots constant int := 16;
  v_before int;
  v_change int;
  v_slot app_private.reward_stock;
begin
  select r.stock into strict v_before from app_private.rewards as r where r.id = set_stock.reward_id for no key update;
  if v_before is not null and not exists (
    select from app_private.reward_stock as s where s.reward_id = set_stock.reward_id
  ) then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'The stock of this reward was written by hand, so there is nothing to claim from.',
      hint = 'Set rewards.stock to null and then the whole stock by this function.';
  elsif stock < 1 then
    perform app_private.refuse('RW006', 'A stock is at least 1.', 'Leave it out for no limit, or disable the reward.');
  elsif stock is null and v_before is not null then
    perform app_private.refuse('RW006', 'A stock cannot become unlimited again.', 'Raise it instead.');
  end if;
  v_change := coalesce(stock, 0) - coalesce(v_before, 0);
  update app_private.rewards as r set stock = set_stock.stock where r.id = set_stock.reward_id and v_change <> 0;

  if v_change > 0 then
    insert into app_private.reward_stock (reward_id, slot, remaining)
    select set_stock.reward_id, n.slot, v_change / v_slots + (n.slot <= v_change % v_slots)::int
    from generate_series(1, least(v_change, v_slots)) as n(slot)
    on conflict on constraint reward_stock_pkey do update set remaining = reward_stock.remaining + excluded.remaining;
  elsif v_change < 0 then
    for v_slot in
      select s.* from app_private.reward_stock as s where s.reward_id = set_stock.reward_id order by s.slot for no key update
    loop
      update app_private.reward_stock as s set remaining = s.remaining - least(v_slot.remaining, -v_change)
      where s.reward_id = v_slot.reward_id and s.slot = v_slot.slot;
      v_change := v_change + least(v_slot.remaining, -v_change);
    end loop;
    if v_change < 0 then
      perform app_private.refuse('RW006', format('The stock cannot be %s: %s have been claimed.', stock, stock - v_change),
        'Let it be at least what has been claimed.');
    end if;
  end if;
end
$$;

comment on function app_private.set_stock(text, int) is
  'Limits a reward to so many claims for all users together, counted from when there first was a limit; null when there is none. RW006 for fewer than 1 or than have been claimed, and for no limit after one. A repeat changes nothing.';
