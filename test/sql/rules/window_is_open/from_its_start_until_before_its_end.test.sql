select plan(11);

select is(app_rules.window_is_open(c.starts_at, c.ends_at, c.at), c.expected, c.why)
from (values
  ('2026-03-01 00:00+00'::timestamptz, '2026-03-02 00:00+00'::timestamptz, '2026-02-28 23:59:59.999999+00'::timestamptz, false, 'a microsecond before it starts it is not open'),
  ('2026-03-01 00:00+00', '2026-03-02 00:00+00', '2026-03-01 00:00+00', true, 'at its start it is'),
  ('2026-03-01 00:00+00', '2026-03-02 00:00+00', '2026-03-01 23:59:59.999999+00', true, 'a microsecond before its end it is'),
  ('2026-03-01 00:00+00', '2026-03-02 00:00+00', '2026-03-02 00:00+00', false, 'at its end it is not'),
  ('2026-03-01 00:00+00', null, '2126-03-01 00:00+00', true, 'without an end it stays open'),
  ('2026-03-01 00:00+00', null, '2026-02-28 23:59:59.999999+00', false, 'from its start'),
  (null, '2026-03-02 00:00+00', '1970-01-01 00:00+00', true, 'without a start it always was'),
  (null, '2026-03-02 00:00+00', '2026-03-02 00:00+00', false, 'until its end'),
  (null, null, '2026-03-01 00:00+00', true, 'without both it always is'),
  (null, null, null, null, 'at no instant nobody knows'),
  ('2026-03-01 00:00+00', '2026-03-02 00:00+00', null, null, 'with a window neither')) as c(starts_at, ends_at, at, expected, why);
