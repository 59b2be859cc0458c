select plan(18);

select is(app_rules.entry_words(c.kind::app_public.journal_kind, '2026-03-08', c.asked::jsonb, c.terms::jsonb, c.title), c.words, c.words)
from (values
  ('bootstrap', '{}', null, null, 'Joined'),
  ('settings', '{}', null, null, 'Changed the settings'),
  ('check_in', '{"day": null}', null, null, 'Checked in 2026-03-08'),
  ('claim', '{"reward_id": "streak_3"}', null, 'Three in a row', 'Claimed "Three in a row"'),
  ('pause', '{"until": "2026-03-10"}', null, null, 'Paused the streak'),
  ('repair', '{"day": "2026-03-07"}', null, null, 'Repaired the streak, missed on 2026-03-07'),
  ('amnesty', '{"amnesty_id": 1}', null, 'Storm.', 'Excused by an amnesty: Storm.'),
  ('spend', '{"amount": 30, "reason": "Lesson 5"}', null, null, 'Spent energy: Lesson 5'),
  ('spend', '{"amount": 30, "reason": null}', null, null, 'Spent energy'),
  ('buy', '{"item_id": "coffee", "quantity": 2}', '{"price_points": 10}', 'Coffee', 'Bought 2 "Coffee" at 10 points each'),
  ('buy', '{"item_id": "coffee", "quantity": 1}', '{"price_points": 1}', 'Coffee', 'Bought 1 "Coffee" at 1 point'),
  ('use', '{"item_id": "coffee"}', null, 'Coffee', 'Used "Coffee"'),
  ('discard', '{"item_id": "coffee", "quantity": 2}', null, 'Coffee', 'Threw away 2 "Coffee"'),
  ('grant', '{"reason": "Sorry"}', null, null, 'Granted by support: Sorry'),
  ('reversal', '{"sequence_number": 17, "reason": "A mistake"}', null, null, 'Reversed entry 17: A mistake'),
  ('clock', '{"days": 1, "hours": 2}', null, null, 'Moved the clock ahead by 26 hours'),
  (null, '{}', null, null, 'Another change')
) as c(kind, asked, terms, title, words);

select is_empty($$ select k from unnest(enum_range(null::app_public.journal_kind)) as k
  where app_rules.entry_words(k, '2026-03-08', '{"day": "2026-03-07", "quantity": 1, "reason": "r", "sequence_number": 1, "days": 0, "hours": 1}', '{"price_points": 1}', 't') is null $$,
  'no kind is without words');
