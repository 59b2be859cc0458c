create or replace function app_private.explain_balance(user_id uuid, balance app_public.balance, last int default 50)
returns app_public.balance_explanation
language plpgsql stable
as $$
begin
  return app_private.balance_explanation(user_id, balance, last, null);
end
$$;

comment on function app_private.explain_balance(uuid, app_public.balance, int) is
  'Why a user has so many points or so much energy, and the last entries that changed it, 100 at most.';
