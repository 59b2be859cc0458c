select plan(17);

-- What a calendar from 2026-03-01 on becomes when some days are marked anew; a freeze in it was granted on 2026-02-28, a repair cost 50.
create function test.after(letters text, marks text, missed_through date, changes jsonb default '{}') returns app_private.user_states
language sql
return app_rules.after_amnesty(test.state('{"check_ins": 5, "longest_streak": 2, "last_check_in_day": "2026-03-05", "points": 30, "lifetime_points": 90}' || changes), test.rules(),
  test.calendar('2026-03-01', letters), test.calendar('2026-03-01', marks), missed_through);

select is(row(s.freezes, s.points)::text, c.expected, c.why)
from (values
  ('cfc', '.a.', '2026-03-03'::date, '{}'::jsonb, '({2026-02-28},30)', 'a freeze comes back, with its day of grant'),
  ('cffc', '.aa.', '2026-03-04', '{}', '("{2026-02-28,2026-02-28}",30)', 'two come back'),
  ('cfffc', '.aaa.', '2026-03-05', '{}', '("{2026-02-28,2026-02-28}",30)', 'as many as may be held, and no more'),
  ('cffc', '.a..', '2026-03-04', '{}', '({2026-02-28},30)', 'of two that one whose day is excused'),
  ('cfc', '.a.', '2026-03-03', '{"freezes": ["2026-02-20"]}', '("{2026-02-20,2026-02-28}",30)', 'to those in hand, in the order of grant'),
  ('cfc', '.a.', '2026-03-03', '{"freezes": ["2026-03-03"]}', '("{2026-02-28,2026-03-03}",30)', 'also before them'),
  ('cffc', '.aa.', '2026-03-04', '{"freezes": ["2026-03-03"]}', '("{2026-02-28,2026-03-03}",30)', 'one where there is room for one'),
  ('cfc', '.a.', '2026-03-03', '{"freezes": ["2026-02-20", "2026-02-21"]}', '("{2026-02-20,2026-02-21}",30)', 'none where there is no room'),
  ('cfc', '.a.', '2026-03-03', '{"freezes": ["2026-02-20", "2026-02-21", "2026-02-22"]}', '("{2026-02-20,2026-02-21,2026-02-22}",30)', 'and none is taken where more are held'),
  ('cfc.c', '.a.f.', '2026-03-05', '{}', '({},30)', 'one that closes a gap does not come back'),
  ('cffc.c', '.aa.f.', '2026-03-06', '{}', '({2026-02-28},30)', 'of two one'),
  ('c.c', '.a.', '2026-03-03', '{"freezes": ["2026-02-20"]}', '({2026-02-20},30)', 'a gap that is closed gives none, and takes none'),
  ('crc', '.a.', '2026-03-03', '{}', '({},80)', 'the points of a repair come back'),
  ('crrrc', '.a.a.', '2026-03-05', '{}', '({},130)', 'of each day that is excused')) as c(letters, marks, missed_through, changes, expected, why),
  lateral test.after(c.letters, c.marks, c.missed_through, c.changes) as s;
select is(row(s.run_length, s.run_started_on, s.longest_streak, s.last_marked_day, s.last_freeze_day)::text, '(4,2026-03-01,4,2026-03-07,2026-03-02)', 'and the streak is counted again')
from test.after('cfc.ccf', '...a..a', '2026-03-07', '{"last_freeze_day": "2026-03-07"}') as s;
select is(to_jsonb(test.after('cfrc', '.aa.', '2026-03-04')) - '{freezes,points,run_length,run_started_on,longest_streak,last_marked_day,last_freeze_day}'::text[],
  to_jsonb(test.state('{"check_ins": 5, "last_check_in_day": "2026-03-05", "lifetime_points": 90}')) - '{freezes,points,run_length,run_started_on,longest_streak,last_marked_day,last_freeze_day}'::text[],
  'nothing else changes: points that come back are not received twice');
select is(s.freezes, '{2026-02-10,2026-02-28}', 'the ones granted first come back first')
from app_rules.after_amnesty(test.state(), test.rules(),
  array[row('2026-03-01', 'check_in', null, null), row('2026-03-02', 'freeze', '2026-03-01', null), row('2026-03-03', 'freeze', '2026-02-28', null), row('2026-03-04', 'freeze', '2026-02-10', null)]::app_private.marked_day[],
  test.calendar('2026-03-01', '.aaa'), '2026-03-04') as s;
