select plan(14);

select is(extract(epoch from app_rules.attempts_locked_until(kind, guesses, '2026-03-01 12:00+00') - '2026-03-01 12:00+00')::int, seconds,
  format('after guess %s by %s', guesses, kind))
from (values
  ('email', 1, null), ('email', 4, null), ('email', 5, 1), ('email', 6, 2), ('email', 7, 4), ('email', 14, 512), ('email', 15, 900), ('email', 16, 900),
  ('email', 2147483647, 900),
  ('address', 49, null), ('address', 50, 1), ('address', 51, 2), ('address', 59, 512), ('address', 60, 900)) as c(kind, guesses, seconds);
