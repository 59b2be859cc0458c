select plan(10);

select is(app_rules.reward_status(c.unlocked_at::timestamptz, c.claimable_until::timestamptz, c.claimed_at::timestamptz,
  c.starts_at::timestamptz, c.ends_at::timestamptz, c.remaining, '2026-03-05 00:00+00'), c.status::app_public.reward_status, c.what)
from (values
  (null, null, null, null, null, null, 'locked', 'locked'),
  ('2026-03-01 00:00+00', null, null, null, null, null::bigint, 'claimable', 'unlocked'),
  ('2026-03-01 00:00+00', '2026-03-05 00:00:01+00', null, null, null, 1, 'claimable', 'a second before it expires, with one left'),
  ('2026-03-01 00:00+00', '2026-03-05 00:00+00', null, null, null, 1, 'expired', 'expired'),
  ('2026-03-01 00:00+00', '2026-03-04 00:00+00', '2026-03-02 00:00+00', null, '2026-03-03 00:00+00', 0, 'claimed', 'claimed, whatever came later'),
  ('2026-03-01 00:00+00', null, null, null, null, 0, 'out_of_stock', 'none left'),
  (null, null, null, null, null, 0, 'out_of_stock', 'none left for those who have not unlocked it'),
  (null, null, null, '2026-03-05 00:00:01+00', null, 0, 'not_open', 'not open yet'),
  (null, null, null, '2026-03-05 00:00+00', null, null, 'locked', 'open from its start on'),
  ('2026-03-01 00:00+00', null, null, null, '2026-03-05 00:00+00', null, 'not_open', 'closed at its end')
) as c(unlocked_at, claimable_until, claimed_at, starts_at, ends_at, remaining, status, what);
