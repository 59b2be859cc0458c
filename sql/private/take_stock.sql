-- Claims of different users take from different slots. Only when no slot is free to take does a claim
-- wait for the others: whoever holds the last one may yet roll back. It waits holding no other slot: one that
-- turns out to be empty is let go with the subtransaction. An automatic claim never waits:
-- holding one stock and waiting for another is how two of them would deadlock.
create or replace function app_private.take_stock(reward_id text, may_wait boolean)
returns boolean
language plpgsql volatile
as $$
declare
  v_slot int;
begin
  select s.slot into v_slot from app_private.reward_stock as s
  where s.reward_id = take_stock.reward_id and s.remaining > 0
  order by s.slot limit 1 for no key update skip locked;

  while v_slot is null loop
    select s.slot into v_slot from app_private.reward_stock as s
    where s.reward_id = take_stock.reward_id and s.remaining > 0
    order by s.slot limit 1;
    if not may_wait or v_slot is null then
      return false;
    end if;
    begin
      select s.slot into strict v_slot from app_private.reward_stock as s
      where s.reward_id = take_stock.reward_id and s.slot = v_slot and s.remaining > 0
      for no key update;
    exception when no_data_found then
      v_slot := null;
    end;
  end loop;

  update app_private.reward_stock as s set remaining = s.remaining - 1
  where s.reward_id = take_stock.reward_id and s.slot = v_slot;
  return true;
end
$$;

comment on function app_private.take_stock(text, boolean) is
  'Takes one from a reward''s stock, once the user is locked; false when there is none left or, unless it may wait, when others hold what is left.';
