select plan(12);

-- One amnesty is in force for everybody: of 2026-03-25.
select test.set_clock('2026-02-01 12:00+00');
select app_private.declare_amnesty(test.user_id('olga'), '2026-03-25', '2026-03-25', 'Before.') is null;
select test.add_user('alice', '2026-03-20 12:00+00', test.calendar('2026-03-18', 'ccc'), '2026-03-20', '{"freezes": ["2026-03-18"], "energy": 40}');

create function pg_temp.taken_in(at timestamptz, excused text, changes jsonb default '{}')
returns app_private.amnesty_step
language sql stable
return app_private.take_in_amnesty(jsonb_populate_record(test.stored('alice'), changes), app_private.calendar_of(test.user_id('alice')), 7, at, excused::datemultirange, app_private.all_versions());

select is(row((s.settled).run_length, (s.settled).last_marked_day, (s.settled).freezes, (s.after).run_length, (s.after).last_marked_day, (s.after).freezes, test.words(s.marks), s.days_changed)::text, c.expected, c.why)
from (values
  ('2026-03-20 18:00+00'::timestamptz, '{[2026-03-01,2026-03-02]}', '(3,2026-03-20,{2026-03-18},3,2026-03-20,{2026-03-18},"",0)', 'nothing is missed, nothing changes'),
  ('2026-03-22 02:00+00', '{[2026-03-01,2026-03-02]}', '(3,2026-03-21,{},3,2026-03-21,{},"03-21 freeze of 03-18",0)', 'a missed day is settled first'),
  ('2026-03-22 02:00+00', '{[2026-03-21,2026-03-21]}', '(3,2026-03-21,{},3,2026-03-21,{2026-03-18},"03-21 amnesty",1)', 'not under the amnesty itself: that turns what settling has marked, and gives back what it took'),
  ('2026-03-23 02:00+00', '{[2026-03-22,2026-03-22]}', '(0,2026-03-21,{},3,2026-03-22,{},"03-21 freeze of 03-18, 03-22 amnesty",1)', 'a run that had ended by then is restored'),
  ('2026-03-23 02:00+00', '{[2026-03-21,2026-03-21]}', '(0,2026-03-21,{},3,2026-03-22,{},"03-21 amnesty, 03-22 freeze of 03-18",2)', 'by the freeze, too, that it sets free'),
  ('2026-03-26 02:00+00', '{[2026-03-22,2026-03-25]}', '(0,2026-03-21,{},3,2026-03-25,{},"03-21 freeze of 03-18, 03-22 amnesty, 03-23 amnesty, 03-24 amnesty, 03-25 amnesty",4)', 'with the days of those before it'),
  ('2026-03-26 02:00+00', '{[2026-03-22,2026-03-23]}', '(0,2026-03-21,{},0,2026-03-21,{},"03-21 freeze of 03-18",0)', 'or not, when a day is left over'),
  ('2026-03-01 02:00+00', '{[2026-03-20,2026-03-25]}', '(3,2026-03-20,{2026-03-18},3,2026-03-20,{2026-03-18},"",0)', 'at the last entry''s instant when it was declared before'))
  as c(at, excused, expected, why), lateral pg_temp.taken_in(c.at, c.excused) as s;
select is(row((s.after).last_occurred_at at time zone 'UTC', (s.after).last_day, (s.after).last_amnesty_id, (s.after).energy, (s.after).rule_version_id, s.amnesty_id)::text, '("2026-03-22 02:00:00",2026-03-20,7,78,1,7)',
  'its instant is that of the declaration; the last day of a command stays; energy is settled too') from pg_temp.taken_in('2026-03-22 02:00+00', '{[2026-03-21,2026-03-21]}') as s;
select is((s.after).last_occurred_at, '2026-03-20 12:00+00'::timestamptz, 'or that of the last entry, if that is later') from pg_temp.taken_in('2026-03-20 11:59+00', '{[2026-03-21,2026-03-21]}') as s;
select is((s.settled).last_day, '2026-03-22', 'the settled state is of the day of the declaration') from pg_temp.taken_in('2026-03-22 02:00+00', '{[2026-03-21,2026-03-21]}') as s;
select is((select count(*) from unnest(s.marks) as m where m.mark is null), 0::bigint, 'the day that ends a run is not among the marks')
from pg_temp.taken_in('2026-03-26 02:00+00', '{[2026-03-01,2026-03-01]}') as s;
