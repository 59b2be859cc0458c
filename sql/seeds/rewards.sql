insert into app_private.rewards (id, title, description, repeats, auto_claim, priority, saved_at, gives) values
  ('first_check_in', 'First check-in', 'Check in for the first time.', 'once', true, 10, '-infinity', app_private.effects_from('{"points": 10}')),
  ('streak_3', 'Three in a row', 'Keep a streak of 3 days.', 'once', false, 20, '-infinity', app_private.effects_from('{"points": 50}')),
  ('streak_7', 'A whole week', 'Keep a streak of 7 days.', 'once', false, 30, '-infinity', app_private.effects_from('{"points": 100, "energy": 10}')),
  ('streak_30', 'A whole month', 'Keep a streak of 30 days.', 'once', false, 40, '-infinity', app_private.effects_from('{"points": 500, "freezes": 1}')),
  ('weekly_five', 'Five alive', 'Have a streak of 5 days or more, each week anew.', 'week', false, 50, '-infinity', app_private.effects_from('{"points": 25}')),
  ('level_5', 'Level five', 'Reach level 5.', 'once', false, 60, '-infinity', app_private.effects_from('{"items": [{"item_id": "coffee", "quantity": 1}]}'))
on conflict do nothing;

insert into app_private.reward_conditions (reward_id, metric, at_least) values
  ('first_check_in', 'check_ins', 1),
  ('streak_3', 'current_streak', 3),
  ('streak_7', 'current_streak', 7),
  ('streak_30', 'current_streak', 30),
  ('weekly_five', 'current_streak', 5),
  ('level_5', 'level', 5)
on conflict do nothing;
