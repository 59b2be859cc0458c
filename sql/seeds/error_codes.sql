insert into app_private.error_codes (sqlstate, code, meaning) values
  ('IA001', 'SIGNED_OUT', 'The command needs a signed-in user.'),
  ('US001', 'UNKNOWN_ZONE', 'The zone is not one of the IANA names in app_private.zones.'),
  ('US002', 'INVALID_DAY_START', 'A day starts at hour 0, 4, 5 or 6.'),
  ('CK001', 'DAY_NOT_OPEN', 'The day is neither today nor a yesterday still within its grace.'),
  ('CA001', 'CALENDAR_TOO_LONG', 'The range of days is empty or longer than a calendar shows.'),
  ('RW001', 'UNKNOWN_REWARD', 'There is no reward of that id.'),
  ('RW002', 'REWARD_NOT_UNLOCKED', 'The reward has not been unlocked in that period.'),
  ('RW003', 'UNLOCK_EXPIRED', 'The time to claim after the unlock is over.'),
  ('RW004', 'REWARD_NOT_OPEN', 'The moment is outside the reward''s window.'),
  ('RW005', 'OUT_OF_STOCK', 'Nothing is left of the reward.'),
  ('FZ001', 'FREEZES_FULL', 'More freezes than the maximum would be held.'),
  ('IN001', 'INVENTORY_FULL', 'More distinct items than the maximum would be held.')
on conflict do nothing;
