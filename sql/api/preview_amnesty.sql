-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.preview_amnesty(first_day date, last_day date)
returns app_public.amnesty_preview
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.amnesty_preview;
begin
  perform app_private.require_operator_id();
  select p.* into v_answer
  from app_private.preview_amnesty(preview_amnesty.first_day, preview_amnesty.last_day) as p;
  return v_answer;
end
$$;

grant execute on function app_public.preview_amnesty to app_anonymous, app_user, app_operator;
comment on function app_public.preview_amnesty(date, date) is
  E'@notNull\nFor operators: what an amnesty for firstDay through lastDay would change, were it declared now. Writes nothing. With very many users, ask the database itself: app_private.amnesty_effects.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
