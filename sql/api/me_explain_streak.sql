-- Invoker: row-level security decides what is read.
create or replace function app_public.me_explain_streak(me app_public.me)
returns app_public.streak_explanation
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return app_private.streak_explanation(me.user_id, (me.state).as_of);
end
$$;

grant execute on function app_public.me_explain_streak to app_user;
comment on function app_public.me_explain_streak(app_public.me) is
  E'@behavior -queryField\n@notNull\nWhy the streak is what it is: each of the last 100 days of the run, its mark, why, and what would have happened otherwise. Without a live run, of the last one, and of the missed day that ended it.';
