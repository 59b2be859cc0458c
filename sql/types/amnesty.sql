create type app_public.amnesty as (
  amnesty_id int, first_day date, last_day date, reason text, declared_at timestamptz, already_declared boolean
);
comment on type app_public.amnesty is 'Days on which nobody is held to have missed.';
comment on column app_public.amnesty.amnesty_id is E'@notNull\nIts number.';
comment on column app_public.amnesty.first_day is E'@notNull\nThe first of its days.';
comment on column app_public.amnesty.last_day is E'@notNull\nThe last of its days.';
comment on column app_public.amnesty.reason is E'@notNull\nWhat users read in their calendar.';
comment on column app_public.amnesty.declared_at is E'@notNull\nWhen it was declared.';
comment on column app_public.amnesty.already_declared is E'@notNull\nTrue when an earlier call had declared it.';
