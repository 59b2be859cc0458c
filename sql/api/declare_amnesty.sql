-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.declare_amnesty(first_day date, last_day date, reason text)
returns app_public.amnesty
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator_id constant uuid := app_private.require_operator_id();
  v_answer app_public.amnesty;
begin
  select a.* into v_answer
  from app_private.declare_amnesty(v_operator_id, declare_amnesty.first_day, declare_amnesty.last_day,
    declare_amnesty.reason) as a;
  return v_answer;
end
$$;

grant execute on function app_public.declare_amnesty to app_anonymous, app_user, app_operator;
comment on function app_public.declare_amnesty(date, date, text) is
  E'@notNull\nFor operators: nobody is held to have missed firstDay through lastDay (1 to 31 days, past or to come). Runs that ended on these days are restored, freezes and points spent on them come back, at once for everybody, however many. reason (1 to 200 characters) is what users read in their calendar. It cannot be taken back; previewAmnesty shows before what it would change. A repeat for the same days changes nothing and answers with that amnesty (alreadyDeclared: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_AMNESTY.';
