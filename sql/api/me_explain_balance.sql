-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_balance(me app_public.me, balance app_public.balance, last int default 50)
returns app_public.balance_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.balance_explanation(me.user_id, balance, last, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_balance to app_user;
comment on function app_public.me_explain_balance(app_public.me, app_public.balance, int) is
  E'@behavior -queryField\n@notNull\nWhy there are so many points or so much energy: what was added and what was taken, which adds up to the balance, and the last entries that changed it (by default 50, at most 100).\n\nErrors: INVALID_AMOUNT.';
