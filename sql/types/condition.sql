create type app_public.condition as (metric text, at_least bigint);
comment on type app_public.condition is 'What a reward asks for: that a metric is at least so much.';
comment on column app_public.condition.metric is
  E'@notNull\nThe metric: check_ins, current_streak, energy, level, lifetime_points, lifetime_xp, longest_streak or points.';
comment on column app_public.condition.at_least is E'@notNull\nAt least 1.';
