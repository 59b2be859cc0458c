select plan(6);

select is(app_rules.address_counted(address::inet), expected, why) from (values
  ('192.0.2.7', '192.0.2.7', 'IPv4 as a whole'),
  ('::ffff:192.0.2.7', '192.0.2.7', 'as IPv6 too'),
  ('2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', 'IPv6 by its first 64 bits'),
  ('2001:db8:1:2::', '2001:db8:1:2::/64', 'so the one beside it is the same'),
  ('2001:db8:1:3::', '2001:db8:1:3::/64', 'and the next network another'),
  (null, 'unknown', 'those of whom nothing is known count together')) as c(address, expected, why);
