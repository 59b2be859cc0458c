select plan(22);

select is(exists (select from app_private.zones where name = c.name), c.expected, format('%s: %s', c.name, c.why))
from (values
  ('UTC', true, 'where everybody starts'),
  ('Europe/Berlin', true, 'a city'),
  ('America/Argentina/Buenos_Aires', true, 'a city of a country'),
  ('Pacific/Kiritimati', true, 'UTC+14'),
  ('Etc/GMT+12', true, 'UTC-12'),
  ('America/New_York', true, 'a city'),
  ('Asia/Kolkata', true, 'a city'),
  ('europe/london', false, 'small letters'),
  ('UTC+3', false, 'an offset of POSIX, which has its sign the wrong way'),
  ('<ABC>-3', false, 'a name made up'),
  ('EST', false, 'an abbreviation'),
  ('EST5EDT', false, 'a rule of POSIX'),
  ('posix/Europe/Berlin', false, 'a copy'),
  ('right/Europe/Berlin', false, 'a copy with leap seconds'),
  ('localtime', false, 'the server''s own'),
  ('Factory', false, 'none at all'),
  ('posixrules', false, 'no zone'),
  ('+03', false, 'an offset'),
  ('', false, 'nothing')) as c(name, expected, why);
select is_empty('select name from app_private.zones where name not in (select name from pg_timezone_names)', 'PostgreSQL knows each of them');
select is_empty($$select name from app_private.zones where app_rules.local_day('2026-03-01 12:00+00', name, 0) is null$$, 'and can tell the day in each');
select is_empty($$
  select name from app_private.zones
  where '2026-03-01 12:00+00'::timestamptz at time zone name - timestamp '2026-03-01 12:00' not between interval '-12 hours' and interval '14 hours'
$$, 'none is outside UTC-12 to UTC+14');
