select plan(18);

select is(app_rules.day_cover(test.state(jsonb_build_object('zone', c.zone, 'paused_from', c.paused_from, 'paused_until', c.paused_until)), c.day, c.excused::datemultirange), c.mark::app_public.mark, c.why)
from (values
  ('UTC', null::date, null::date, null, '2026-03-10'::date, null, 'nothing covers any day'),
  ('UTC', null, null, '{}', '2026-03-10', null, 'nor without a day excused'),
  ('UTC', '2026-03-10', '2026-03-12', null, '2026-03-09', null, 'the day before a pause is not under it'),
  ('UTC', '2026-03-10', '2026-03-12', null, '2026-03-10', 'pause', 'its first is'),
  ('UTC', '2026-03-10', '2026-03-12', null, '2026-03-12', 'pause', 'its last is'),
  ('UTC', '2026-03-10', '2026-03-12', null, '2026-03-13', null, 'the day after is not'),
  ('UTC', '2026-03-10', '2026-03-10', null, '2026-03-10', 'pause', 'it may be of one day'),
  ('UTC', null, null, '{[2026-03-10,2026-03-12]}', '2026-03-09', null, 'the day before an amnesty is not excused'),
  ('UTC', null, null, '{[2026-03-10,2026-03-12]}', '2026-03-10', 'amnesty', 'its first is'),
  ('UTC', null, null, '{[2026-03-10,2026-03-12]}', '2026-03-12', 'amnesty', 'its last is'),
  ('UTC', null, null, '{[2026-03-10,2026-03-12]}', '2026-03-13', null, 'the day after is not'),
  ('UTC', null, null, '{[2026-03-01,2026-03-02],[2026-03-10,2026-03-12]}', '2026-03-11', 'amnesty', 'there may be several'),
  ('UTC', '2026-03-10', '2026-03-12', '{[2026-03-10,2026-03-12]}', '2026-03-11', 'pause', 'a pause goes before an amnesty'),
  ('Pacific/Apia', null, null, null, '2011-12-30', 'travel', 'a day without hours is a journey'),
  ('Pacific/Apia', null, null, '{[2011-12-30,2011-12-30]}', '2011-12-30', 'amnesty', 'an amnesty goes before it'),
  ('Pacific/Apia', '2011-12-29', '2011-12-31', '{[2011-12-30,2011-12-30]}', '2011-12-30', 'pause', 'and so does a pause')
) as c(zone, paused_from, paused_until, excused, day, mark, why);
select is(app_rules.day_cover(test.state('{"zone": "Pacific/Apia", "day_start_hour": 4}'), '2011-12-30', null), null, 'a day of four hours can be checked in: nothing covers it');
select is(app_rules.day_cover(test.state('{"paused_from": "2026-03-10", "paused_until": "2026-03-12"}'), null, '{[2026-03-10,2026-03-12]}'), null, 'no day is covered by nothing');
