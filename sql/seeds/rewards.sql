insert into app_private.rewards (id, title, description, repeats, auto_claim, priority, gives) values
  ('first_check_in', 'First check-in', 'Check in for the first time.', 'once', true, 10, row(10, 0, 0, 0, '{}')),
  ('streak_3', 'Three in a row', 'Keep a streak of 3 days.', 'once', false, 20, row(50, 0, 0, 0, '{}')),
  ('streak_7', 'A whole week', 'Keep a streak of 7 days.', 'once', false, 30, row(100, 10, 0, 0, '{}')),
  ('streak_30', 'A whole month', 'Keep a streak of 30 days.', 'once', false, 40, row(500, 0, 0, 1, '{}')),
  ('weekly_five', 'Five alive', 'Have a streak of 5 days or more, each week anew.', 'week', false, 50, row(25, 0, 0, 0, '{}')),
  ('level_5', 'Level five', 'Reach level 5.', 'once', false, 60, row(0, 0, 0, 0, array[row('coffee', 1)::app_public.inventory_item]))
on conflict do nothing;

insert into app_private.reward_conditions (reward_id, metric, at_least) values
  ('first_check_in', 'check_ins', 1),
  ('streak_3', 'current_streak', 3),
  ('streak_7', 'current_streak', 7),
  ('streak_30', 'current_streak', 30),
  ('weekly_five', 'current_streak', 5),
  ('level_5', 'level', 5)
on conflict do nothing;
