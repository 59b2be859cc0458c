create type app_public.metric_progress as (metric text, title text, current bigint, at_least bigint, is_met boolean);
comment on type app_public.metric_progress is 'How far a user is towards one condition of a reward.';
comment on column app_public.metric_progress.metric is E'@notNull\nThe metric.';
comment on column app_public.metric_progress.title is E'@notNull\nThe metric in words.';
comment on column app_public.metric_progress.current is E'@notNull\nWhat it is now.';
comment on column app_public.metric_progress.at_least is E'@notNull\nWhat the condition asks for.';
comment on column app_public.metric_progress.is_met is E'@notNull\nWhether that is enough.';
