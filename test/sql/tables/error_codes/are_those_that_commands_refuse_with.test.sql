select plan(3);

select results_eq('select sqlstate, code from app_private.error_codes order by sqlstate', $$values
  ('AM001', 'INVALID_AMNESTY'),
  ('CA001', 'CALENDAR_TOO_LONG'),
  ('CK001', 'DAY_NOT_OPEN'),
  ('FZ001', 'FREEZES_FULL'),
  ('IA001', 'SIGNED_OUT'),
  ('IA002', 'NOT_AN_OPERATOR'),
  ('IN001', 'INVENTORY_FULL'),
  ('PS001', 'INVALID_PAUSE'),
  ('PT001', 'NOT_ENOUGH_POINTS'),
  ('RP001', 'NOTHING_TO_REPAIR'),
  ('RP002', 'REPAIR_TOO_LATE'),
  ('RW001', 'UNKNOWN_REWARD'),
  ('RW002', 'REWARD_NOT_UNLOCKED'),
  ('RW003', 'UNLOCK_EXPIRED'),
  ('RW004', 'REWARD_NOT_OPEN'),
  ('RW005', 'OUT_OF_STOCK'),
  ('ST001', 'NO_STREAK'),
  ('US001', 'UNKNOWN_ZONE'),
  ('US002', 'INVALID_DAY_START')$$, 'the codes and their SQLSTATEs, which clients rely on');

create temp table used as
select p.oid::regprocedure::text as name, m[1] as code
from pg_proc p, regexp_matches(p.prosrc, 'refuse\(''([^'']+)''', 'g') m
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace);
select is_empty('select * from used where code not in (select sqlstate from app_private.error_codes)', 'every code that a function refuses with is in the catalogue');
select is_empty('select sqlstate from app_private.error_codes where sqlstate not in (select code from used)', 'and every code of the catalogue is used');
