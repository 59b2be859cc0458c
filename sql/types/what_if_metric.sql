create type app_public.what_if_metric as (metric text, before bigint, after bigint);
comment on type app_public.what_if_metric is 'A metric of one user as it is and as it would be.';
comment on column app_public.what_if_metric.metric is E'@notNull\nThe metric.';
comment on column app_public.what_if_metric.before is E'@notNull\nAs it is now.';
comment on column app_public.what_if_metric.after is E'@notNull\nAs it would be now.';
