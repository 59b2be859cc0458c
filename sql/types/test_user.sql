create type app_public.test_user as (user_id uuid, created_at timestamptz, already_created boolean);
comment on type app_public.test_user is 'A user with an own clock (advanceMyClock), left out of stock and statistics.';
comment on column app_public.test_user.user_id is E'@notNull\nThe user''s id; whoever has a token of the issuer for the subject is this user.';
comment on column app_public.test_user.created_at is E'@notNull\nWhen the user was created.';
comment on column app_public.test_user.already_created is E'@notNull\nTrue when an earlier call had created the test user.';
