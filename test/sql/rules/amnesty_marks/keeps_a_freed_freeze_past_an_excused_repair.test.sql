-- The model found it: a repaired day, which frees no freeze, once made the freed ones be forgotten.
select plan(2);

select is(
  test.words(app_rules.amnesty_marks(test.state(), test.calendar('2026-03-01', 'cfrc.c'), '2026-03-06', '{[2026-03-02,2026-03-04)}')),
  '03-02 amnesty, 03-03 amnesty, 03-05 freeze of 02-28', 'the freeze of the first day closes a gap behind the repaired one');
select is(app_rules.freezes_after_grant('{2026-02-28}', null, 0), '{2026-02-28}'::date[], 'no freeze more, of no day, leaves those held');

select * from finish();
