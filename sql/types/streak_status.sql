create type app_public.streak_status as enum ('none', 'done_today', 'at_risk', 'protected', 'paused', 'broken');
comment on type app_public.streak_status is
  'none: never checked in. done_today: nothing to do until tomorrow. at_risk: alive, and today is still open. protected: the same, and a freeze has just saved the run. paused: today is under a pause. broken: the run has ended.';
