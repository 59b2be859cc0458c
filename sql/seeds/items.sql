insert into app_private.items (id, title, description, price_points, gives) values
  ('coffee', 'Coffee', 'A cup of energy.', 10, app_private.effects_from('{"energy": 15}')),
  ('focus_chip', 'Focus chip', 'A little energy and some XP.', 20, app_private.effects_from('{"energy": 5, "xp": 5}')),
  ('streak_freeze', 'Streak freeze', 'Saves the streak on one missed day.', 200, app_private.effects_from('{"freezes": 1}'))
on conflict do nothing;
