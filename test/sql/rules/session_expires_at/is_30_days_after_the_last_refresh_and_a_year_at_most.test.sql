select plan(4);

select is(app_rules.session_expires_at('2026-01-01 00:00+00', refreshed_at::timestamptz), expected::timestamptz, why) from (values
  ('2026-01-01 00:00+00', '2026-01-31 00:00+00', 'never refreshed'),
  ('2026-03-28 12:00+00', '2026-04-27 12:00+00', 'refreshed'),
  ('2026-12-02 00:00+00', '2027-01-01 00:00+00', '30 days before a year is over'),
  ('2026-12-02 00:00:01+00', '2027-01-01 00:00+00', 'and later')) as c(refreshed_at, expected, why);
