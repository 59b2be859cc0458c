select plan(14);

select is(app_rules.is_email(email), expected, why) from (values
  ('a@b', true, 'the shortest there can be'),
  ('ünï@例え.jp', true, 'letters of every script'),
  (repeat('a', 250) || '@b.c', true, '254 characters'),
  (repeat('a', 251) || '@b.c', false, '255 are too many'),
  ('', false, 'nothing is none'),
  ('alice', false, 'nor what has no @'),
  ('@example.com', false, 'nor what has nothing before it'),
  ('alice@', false, 'nor nothing after it'),
  ('a@b@c', false, 'nor what has two'),
  ('a b@c', false, 'nor what has a space'),
  (E'a\u0007@b', false, 'nor a control character'),
  (E'a\u0085@b', false, 'nor one of the others'),
  (E'a@b\nc', false, 'nor two lines'),
  (null, null, 'of nothing nothing is known')) as c(email, expected, why);
