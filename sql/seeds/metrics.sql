insert into app_private.metrics (id, title) values
  ('current_streak', 'Current streak'),
  ('longest_streak', 'Longest streak'),
  ('check_ins', 'Check-ins'),
  ('level', 'Level'),
  ('lifetime_xp', 'Lifetime XP'),
  ('lifetime_points', 'Lifetime points'),
  ('points', 'Points'),
  ('energy', 'Energy'),
  ('freezes', 'Freezes held')
on conflict do nothing;
