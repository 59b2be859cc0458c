-- The hint says when there will be enough: that must not be computed for an amount that is refused anyway.
select plan(5);
create function pg_temp.key(name text) returns uuid language sql immutable return md5(name)::uuid;
select test.add_rule_version('2026-02-01 00:00+00', '{"energy_max": 1000000, "energy_refill_amount": 1, "energy_refill_seconds": 2678400}');

select test.sign_in('alice');
select test.set_clock('2026-03-01 00:00+00');
select is(test.refusal(format($$select app_public.spend_energy(%s, pg_temp.key('1'))$$, c.amount)), c.expected, format('%s', c.amount))
from (values (2147483647, 'QT001'), (-2147483648, 'QT001'), (1000001, 'QT001'), (1000000, 'NR001'), (51, 'NR001')) as c(amount, expected);
