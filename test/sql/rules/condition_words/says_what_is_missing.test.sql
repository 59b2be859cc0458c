select plan(12);

select is(app_rules.condition_words(c.metric, c.title, c.current, c.at_least), c.words, c.words)
from (values
  ('current_streak', 'Current streak', 5, 7, 'a streak of 7 days; yours is 5: 2 more'),
  ('current_streak', 'Current streak', 7, 7, 'a streak of 7 days; yours is 7'),
  ('longest_streak', 'Longest streak', 0, 1, 'a longest streak of 1 day; yours is 0: 1 more'),
  ('check_ins', 'Check-ins', 9, 10, '10 check-ins; you have 9: 1 more'),
  ('level', 'Level', 2, 5, 'level 5; yours is 2: 3 more'),
  ('lifetime_xp', 'Lifetime XP', 10, 500, '500 XP; you have 10: 490 more'),
  ('lifetime_points', 'Lifetime points', 10, 100, '100 points received in all; you have 10: 90 more'),
  ('points', 'Points', 1, 2, '2 points in hand; you have 1: 1 more'),
  ('energy', 'Energy', 50, 80, '80 energy; you have 50: 30 more'),
  ('freezes', 'Freezes held', 0, 1, '1 freeze in hand; you have 0: 1 more'),
  ('luck', 'Luck', 1, 3, '"Luck" of 3 or more; you have 1: 2 more')
) as c(metric, title, current, at_least, words);
select is_empty($$ select m.id from app_private.metrics as m where app_rules.condition_words(m.id, m.title, 1, 2) is null $$, 'no metric is without words');
