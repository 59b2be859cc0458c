-- Definer: users hold no write grants. Identity is checked before anything else.
create or replace function app_public.create_test_user(
  subject text, issuer text default null, zone text default null, day_start_hour int default null
)
returns app_public.test_user
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_issuer constant text := coalesce(issuer, current_setting('app.issuer', true));
begin
  perform app_private.require_test_user_creator(v_issuer);
  return app_private.create_test_user(v_issuer, create_test_user.subject, coalesce(zone, 'UTC'), coalesce(day_start_hour, 0));
end
$$;

grant execute on function app_public.create_test_user to app_anonymous, app_user, app_operator;
comment on function app_public.create_test_user(text, text, text, int) is
  E'@notNull\nFor operators and, where the server runs in development, for everybody who is signed in: creates a test user, who has an own clock (advanceMyClock) and is left out of stock and statistics. subject and issuer (1 to 255 characters; by default your own issuer, and in development no other) are those of the test user''s tokens; zone (by default UTC) and dayStartHour (by default 0) as in bootstrap. A test user stays one for ever, and a user who is there already never becomes one. A repeat changes nothing, whatever its zone and dayStartHour, and answers with the test user (alreadyCreated: true).\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, NOT_A_TEST_USER, INVALID_SUBJECT, UNKNOWN_ZONE, INVALID_DAY_START.';
