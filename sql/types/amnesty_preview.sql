create type app_public.amnesty_preview as (
  users int, runs_restored int, freezes_returned bigint, points_returned bigint,
  most_affected app_public.amnesty_effect[]
);
comment on type app_public.amnesty_preview is 'What an amnesty would change, were it declared now.';
comment on column app_public.amnesty_preview.users is E'@notNull\nUsers for whom anything would change.';
comment on column app_public.amnesty_preview.runs_restored is E'@notNull\nUsers whose current streak would be longer.';
comment on column app_public.amnesty_preview.freezes_returned is E'@notNull\nFreezes that would come back.';
comment on column app_public.amnesty_preview.points_returned is E'@notNull\nPoints, paid for repairs, that would come back.';
comment on column app_public.amnesty_preview.most_affected is E'@notNull\nThe twenty users whose streak would gain most.';
