create type app_public.what_if_change as (
  metric text, title text, before bigint, after bigint, users_gaining int, users_losing int,
  distribution app_public.distribution
);
comment on type app_public.what_if_change is 'What a proposal would have made of one metric.';
comment on column app_public.what_if_change.metric is E'@notNull\nThe metric.';
comment on column app_public.what_if_change.title is E'@notNull\nThe metric in words.';
comment on column app_public.what_if_change.before is E'@notNull\nThe sum over all users as it is.';
comment on column app_public.what_if_change.after is
  E'@notNull\nThe sum as it would be. For lifetime_points the difference is what the proposal would have cost.';
comment on column app_public.what_if_change.users_gaining is E'@notNull\nUsers who would have more.';
comment on column app_public.what_if_change.users_losing is E'@notNull\nUsers who would have less.';
comment on column app_public.what_if_change.distribution is E'@notNull\nHow the change is spread over all users.';
