select plan(8);

select is(app_rules.engagement_day('2026-03-08 12:00+00', 'UTC', 0, null), '2026-03-08', 'without an earlier command it is the local day');
select is(app_rules.engagement_day('2026-03-08 12:00+00', 'UTC', 0, '2026-03-07'), '2026-03-08', 'after one of an earlier day too');
select is(app_rules.engagement_day('2026-03-08 12:00+00', 'UTC', 0, '2026-03-08'), '2026-03-08', 'after one of the same day too');
select is(app_rules.engagement_day('2026-03-08 12:00+00', 'UTC', 0, '2026-03-09'), '2026-03-09', 'after one of a later day it stays that day');
select is(app_rules.engagement_day('2026-03-08 03:59+00', 'UTC', 4, null), '2026-03-07', 'the day start counts');
select is(app_rules.engagement_day('2026-03-08 12:00+00', 'Pacific/Kiritimati', 0, null), '2026-03-09', 'the zone counts');
select is(app_rules.engagement_day(null, 'UTC', 0, '2026-03-09'), null, 'no instant has no day');
select is(app_rules.engagement_day('2026-03-08 12:00+00', null, 0, '2026-03-09'), null, 'nor has one without a zone');
