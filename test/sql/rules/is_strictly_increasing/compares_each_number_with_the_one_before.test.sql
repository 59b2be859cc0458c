select plan(13);

select is(app_rules.is_strictly_increasing(c.numbers::bigint[]), c.expected, c.why)
from (values
  ('{}', true, 'none'),
  ('{5}', true, 'one'),
  ('{0,1}', true, 'two that increase'),
  ('{-9223372036854775808,9223372036854775807}', true, 'the least and the greatest'),
  ('{0,0}', false, 'two that are equal'),
  ('{1,0}', false, 'two that decrease'),
  ('{0,1,2,2}', false, 'the last two are equal'),
  ('{0,0,1,2}', false, 'the first two are equal'),
  ('{0,null,2}', false, 'one is unknown'),
  ('{null}', false, 'the only one is unknown'),
  ('[0:1]={0,1}', false, 'numbered from 0'),
  ('{{0,1},{2,3}}', false, 'a table of numbers'),
  (null, null, 'nothing is known')) as c(numbers, expected, why);
