create or replace function app_private.require_held(state app_private.user_states, item_id text, quantity int)
returns void
language plpgsql stable
as $$
declare
  v_held constant int := coalesce((state.inventory ->> item_id)::int, 0);
begin
  if quantity < 1 or quantity is null then
    perform app_private.refuse('QT001', 'A quantity is at least 1.', 'state.inventory lists what you have.');
  elsif v_held < quantity then
    perform app_private.refuse('IT003', format('You have %s of "%s".', v_held, left(item_id, 63)),
      'state.inventory lists what you have.');
  end if;
end
$$;

comment on function app_private.require_held(app_private.user_states, text, int) is
  'QT001 for a quantity below 1, IT003 unless so many of the item are held.';
