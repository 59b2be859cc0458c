create type app_public.streak as (
  current int,
  longest int,
  status app_public.streak_status,
  expires_at timestamptz,
  started_on date,
  last_check_in_day date,
  check_ins int,
  freezes int,
  freezes_max int,
  paused_from date,
  paused_until date,
  repair app_public.streak_repair
);
comment on type app_public.streak is 'Consecutive days with a check-in, as of now.';
comment on column app_public.streak.current is E'@notNull\nCounting days of the live run; 0 when there is none.';
comment on column app_public.streak.longest is E'@notNull\nThe longest run ever.';
comment on column app_public.streak.status is E'@notNull\nWhat to tell the user today.';
comment on column app_public.streak.expires_at is
  'When the run ends if nobody does anything, freezes and grace counted. Null without a live run, and on a day under a pause.';
comment on column app_public.streak.started_on is 'The first day of the live run.';
comment on column app_public.streak.last_check_in_day is 'The last day with a check-in.';
comment on column app_public.streak.check_ins is E'@notNull\nAll check-ins ever.';
comment on column app_public.streak.freezes is E'@notNull\nFreezes held: each saves the run on one missed day.';
comment on column app_public.streak.freezes_max is E'@notNull\nAt most so many freezes are held.';
comment on column app_public.streak.paused_from is 'The first day of the pause that is open or to come; null without one.';
comment on column app_public.streak.paused_until is 'The last day of the pause that is open or to come; a check-in on one of its days ends it.';
comment on column app_public.streak.repair is 'The latest lost run, while it can still be repaired; null when there is nothing to repair.';
