select plan(3);

select results_eq('select sqlstate, code from app_private.error_codes order by sqlstate', $$values
  ('AC001', 'INVALID_EMAIL'),
  ('AC002', 'UNKNOWN_ACCOUNT'),
  ('AM001', 'INVALID_AMNESTY'),
  ('CA001', 'CALENDAR_TOO_LONG'),
  ('CK001', 'DAY_NOT_OPEN'),
  ('FZ001', 'FREEZES_FULL'),
  ('FZ002', 'FREEZE_USED'),
  ('GR001', 'INVALID_GRANT'),
  ('IA001', 'SIGNED_OUT'),
  ('IA002', 'NOT_AN_OPERATOR'),
  ('IK001', 'IDEMPOTENCY_KEY_REUSED'),
  ('IN001', 'INVENTORY_FULL'),
  ('IT001', 'UNKNOWN_ITEM'),
  ('IT002', 'ITEM_NOT_ON_SALE'),
  ('IT003', 'NOT_ENOUGH_ITEMS'),
  ('IT004', 'ITEM_WITHOUT_EFFECT'),
  ('IT005', 'INVALID_ITEM'),
  ('NR001', 'NOT_ENOUGH_ENERGY'),
  ('PS001', 'INVALID_PAUSE'),
  ('PT001', 'NOT_ENOUGH_POINTS'),
  ('QT001', 'INVALID_AMOUNT'),
  ('RP001', 'NOTHING_TO_REPAIR'),
  ('RP002', 'REPAIR_TOO_LATE'),
  ('RS001', 'INVALID_REASON'),
  ('RU001', 'INVALID_RULE_VERSION'),
  ('RV001', 'NOT_REVERSIBLE'),
  ('RW001', 'UNKNOWN_REWARD'),
  ('RW002', 'REWARD_NOT_UNLOCKED'),
  ('RW003', 'UNLOCK_EXPIRED'),
  ('RW004', 'REWARD_NOT_OPEN'),
  ('RW005', 'OUT_OF_STOCK'),
  ('RW006', 'INVALID_REWARD'),
  ('ST001', 'NO_STREAK'),
  ('US001', 'UNKNOWN_ZONE'),
  ('US002', 'INVALID_DAY_START'),
  ('US003', 'UNKNOWN_USER'),
  ('US004', 'NOT_A_TEST_USER'),
  ('US005', 'INVALID_SUBJECT'),
  ('WI001', 'INVALID_PROPOSAL')$$, 'the codes and their SQLSTATEs, which clients rely on');

create temp table used as
select p.oid::regprocedure::text as name, m[1] as code
from pg_proc p, regexp_matches(p.prosrc, '(?:refuse(?:_invalid)?\(|require_effects\(\w+, )''([^'']+)''', 'g') m
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace);
select is_empty('select * from used where code not in (select sqlstate from app_private.error_codes)', 'every code that a function refuses with is in the catalogue');
select is_empty('select sqlstate from app_private.error_codes where sqlstate not in (select code from used)', 'and every code of the catalogue is used');
