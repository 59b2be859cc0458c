create type app_public.reward_repeat as enum ('once', 'run', 'day', 'week', 'month');
comment on type app_public.reward_repeat is
  'How often a reward can be unlocked and claimed: once in a lifetime, or once in each streak run, day, week (Monday to Sunday) or month of the user''s own calendar.';
