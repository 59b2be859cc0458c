create type app_public.condition_explanation as (metric text, current bigint, at_least bigint, missing bigint, text text);
comment on type app_public.condition_explanation is 'What is missing to one condition of a reward.';
comment on column app_public.condition_explanation.metric is E'@notNull\nThe metric.';
comment on column app_public.condition_explanation.current is E'@notNull\nWhat it is now.';
comment on column app_public.condition_explanation.at_least is E'@notNull\nWhat the condition asks for.';
comment on column app_public.condition_explanation.missing is E'@notNull\nWhat is missing; 0 when it is met.';
comment on column app_public.condition_explanation.text is E'@notNull\nThe same in words.';
