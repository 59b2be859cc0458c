create type app_public.streak_repair as (day date, missed_days int, points bigint, until date, current int);
comment on type app_public.streak_repair is 'A run that was lost and can be repaired.';
comment on column app_public.streak_repair.day is E'@notNull\nThe last missed day: what repairStreak takes.';
comment on column app_public.streak_repair.missed_days is E'@notNull\nHow many days were missed.';
comment on column app_public.streak_repair.points is E'@notNull\nWhat the repair of all of them costs.';
comment on column app_public.streak_repair.until is E'@notNull\nThe last day on which it can be repaired.';
comment on column app_public.streak_repair.current is E'@notNull\nWhat the current streak would be after it.';
