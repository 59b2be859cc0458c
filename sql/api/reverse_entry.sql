-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.reverse_entry(user_id uuid, sequence_number bigint, reason text)
returns app_public.command_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
begin
  return app_private.reverse_entry(reverse_entry.user_id, v_operator_id, reverse_entry.sequence_number, reverse_entry.reason);
end
$$;

grant execute on function app_public.reverse_entry to app_anonymous, app_user, app_operator;
comment on function app_public.reverse_entry(uuid, bigint, text) is
  E'@notNull\nFor operators: corrects a journal entry of a user by one that reverses it: points, energy, freezes and items that it gave are taken back, and what it took comes back. XP, levels and the calendar stay, and a reward stays claimed. Energy is taken back as far as it is there. reason (1 to 200 characters) is kept in the user''s journal. An entry is reversed once: a repeat changes nothing and answers with that reversal (replayed: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, UNKNOWN_USER, NOT_REVERSIBLE, INVALID_REASON, NOT_ENOUGH_POINTS, NOT_ENOUGH_ITEMS, FREEZE_USED, INVENTORY_FULL.';
