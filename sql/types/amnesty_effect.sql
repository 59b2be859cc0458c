create type app_public.amnesty_effect as (
  user_id uuid, streak_before int, streak_after int, longest_before int, longest_after int,
  freezes_returned int, points_returned bigint, days int
);
comment on type app_public.amnesty_effect is 'What an amnesty changes for one user.';
comment on column app_public.amnesty_effect.user_id is E'@notNull\nWho.';
comment on column app_public.amnesty_effect.streak_before is E'@notNull\nThe current streak without it.';
comment on column app_public.amnesty_effect.streak_after is E'@notNull\nThe current streak with it.';
comment on column app_public.amnesty_effect.longest_before is E'@notNull\nThe longest streak without it.';
comment on column app_public.amnesty_effect.longest_after is E'@notNull\nThe longest streak with it.';
comment on column app_public.amnesty_effect.freezes_returned is E'@notNull\nFreezes that come back.';
comment on column app_public.amnesty_effect.points_returned is E'@notNull\nPoints, paid for repairs, that come back.';
comment on column app_public.amnesty_effect.days is E'@notNull\nDays of the calendar that get another mark.';
