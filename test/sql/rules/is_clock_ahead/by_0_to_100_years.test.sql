select plan(5);

select is(app_rules.is_clock_ahead(0), true, 'by nothing');
select is(app_rules.is_clock_ahead(100 * 36525 * 864::bigint), true, 'by 100 years, leap days counted');
select is(app_rules.is_clock_ahead(100 * 36525 * 864::bigint + 1), false, 'not by a second more');
select is(app_rules.is_clock_ahead(-1), false, 'nor is it behind');
select is(app_rules.is_clock_ahead(null), null, 'of no clock it is not known');
