create type app_public.condition as (metric text, at_least bigint);
comment on type app_public.condition is 'What a reward asks for: that a metric is at least so much.';
comment on column app_public.condition.metric is
  E'@notNull\nThe metric, such as current_streak, check_ins or level; a refusal lists them all.';
comment on column app_public.condition.at_least is E'@notNull\nAt least 1.';
