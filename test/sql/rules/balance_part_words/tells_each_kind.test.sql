select plan(17);

select is(app_rules.balance_part_words(c.kind::app_public.journal_kind, c.entries, c.change), c.words, c.words)
from (values
  (null, 0, 5, '5 refilled on its own'),
  ('bootstrap', 1, 50, '50 to start with'),
  ('check_in', 12, 60, '60 from 12 check-ins'),
  ('check_in', 1, 5, '5 from 1 check-in'),
  ('claim', 2, 150, '150 from 2 rewards'),
  ('grant', 1, 25, '25 granted by support'),
  ('use', 2, 30, '30 from using 2 items'),
  ('spend', 1, -30, 'less 30 spent'),
  ('buy', 1, -20, 'less 20 for 1 purchase'),
  ('repair', 2, -100, 'less 100 for 2 streak repairs'),
  ('amnesty', 1, 50, '50 given back for repairs that an amnesty excused'),
  ('reversal', 1, 20, '20 given back by 1 correction'),
  ('reversal', 2, -10, 'less 10 taken back by 2 corrections'),
  ('settings', 1, -1, 'less 1 by 1 other change'),
  ('pause', 2, 2, '2 by 2 other changes')
) as c(kind, entries, change, words);

-- Its sum is told with it.
select is(app_rules.balance_parts(array[
    row(3, null, null, 'reversal', null, 0, 7, null), row(2, null, null, 'check_in', null, 3, 5, null), row(1, null, null, 'reversal', null, 2, -4, null),
    row(0, null, null, 'check_in', null, 0, 5, null), row(-1, null, null, 'pause', null, 1, 0, null)]::app_public.balance_entry[], 0, 10),
  array[row('check_in', 2, 10, '10 from 2 check-ins'), row('reversal', 1, 7, '7 given back by 1 correction'), row(null, 0, 16, '16 refilled on its own'),
    row('reversal', 1, -4, 'less 4 taken back by 1 correction')]::app_public.balance_part[], 'what was added and what was taken are apart, and what refilled is one part');
select is(app_rules.balance_parts('{}', 50, 0), array[row('bootstrap', 0, 50, '50 to start with')]::app_public.balance_part[], 'somebody without any entry starts with something');
