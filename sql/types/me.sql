create type app_public.me as (user_id uuid, created_at timestamptz, state app_public.state);
comment on type app_public.me is 'The user whose token the request carries.';
comment on column app_public.me.user_id is E'@notNull\nThe same on every call and every server.';
comment on column app_public.me.created_at is 'When the first command or bootstrap was; null before it.';
comment on column app_public.me.state is E'@notNull\nThe state as of now.';
