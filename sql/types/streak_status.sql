create type app_public.streak_status as enum ('none', 'done_today', 'at_risk', 'protected', 'paused', 'broken');
comment on type app_public.streak_status is
  'NONE: never checked in. DONE_TODAY: nothing to do until tomorrow. AT_RISK: alive, and today is still open. PROTECTED: the same, and a freeze has just saved the run. PAUSED: today is under a pause. BROKEN: the run has ended.';
