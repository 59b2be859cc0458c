create type app_public.calendar_day as (
  day date, mark app_public.mark, counts boolean, reason text, marked_at timestamptz, zone text, day_start_hour int,
  rule_version_id int
);
comment on type app_public.calendar_day is 'A day of the user''s calendar: how it is marked, and why.';
comment on column app_public.calendar_day.day is E'@notNull\nThe day.';
comment on column app_public.calendar_day.mark is 'Its mark; null when it has none.';
comment on column app_public.calendar_day.counts is E'@notNull\nWhether it counts for a streak.';
comment on column app_public.calendar_day.reason is E'@notNull\nIn words.';
comment on column app_public.calendar_day.marked_at is 'When it was marked; null for a mark that the next command will store.';
comment on column app_public.calendar_day.zone is 'The zone under which the day was marked.';
comment on column app_public.calendar_day.day_start_hour is 'The hour at which the day started when it was marked.';
comment on column app_public.calendar_day.rule_version_id is 'The rule version under which it was marked.';
