insert into app_private.items (id, title, description, price_points, gives) values
  ('coffee', 'Coffee', 'A cup of energy.', 10, row(0, 15, 0, 0, '{}')),
  ('focus_chip', 'Focus chip', 'A little energy and some XP.', 20, row(0, 5, 5, 0, '{}')),
  ('streak_freeze', 'Streak freeze', 'Saves the streak on one missed day.', 200, row(0, 0, 0, 1, '{}'))
on conflict do nothing;
