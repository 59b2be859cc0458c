create or replace function app_private.create_test_user(issuer text, subject text, zone text, day_start_hour int)
returns app_public.test_user
language plpgsql volatile
as $$
declare
  v_user_id constant uuid := app_rules.user_id_for(issuer, subject);
  v_answer app_public.test_user;
  v_is_new boolean := false;
begin
  -- Look: a test user that exists is the answer, and a user of the app never becomes one.
  if not exists (select from app_private.users as u where u.user_id = v_user_id) then
    -- Decide
    if (length(issuer) between 1 and 255 and length(subject) between 1 and 255) is not true then
      perform app_private.refuse('US005', 'A subject and an issuer have 1 to 255 characters.',
        'Name the test user as the tokens will: sub is the subject, iss the issuer.');
    end if;
    perform app_private.require_settings(zone, day_start_hour);
    -- Write: a user who comes at the same moment is waited for.
    v_is_new := app_private.bootstrap(v_user_id, issuer, subject, zone, day_start_hour, is_test_user => true);
  end if;

  -- Answer
  select u.user_id, u.created_at, not v_is_new into strict v_answer
  from app_private.users as u where u.user_id = v_user_id;
  if (select s.clock_ahead_seconds is null from app_private.user_states as s where s.user_id = v_user_id) then
    perform app_private.refuse('US004', format('"%s" is a user already, and no test user.', left(subject, 63)),
      'Take a subject that has not been here yet.');
  end if;
  return v_answer;
end
$$;

comment on function app_private.create_test_user(text, text, text, int) is
  'Creates a user with an own clock, or answers with the test user that exists. US004 when it is a user of the app, US005 for a subject or issuer too long or empty.';
