select plan(5);

select is(app_rules.after_clock(test.state('{"clock_ahead_seconds": 0}'), 1, 0), test.state('{"clock_ahead_seconds": 86400}'), 'by a day of 24 hours');
select is(app_rules.after_clock(test.state('{"clock_ahead_seconds": 86400}'), 2, 3), test.state('{"clock_ahead_seconds": 270000}'), 'by days and hours, from where it is');
select is((app_rules.after_clock(test.state('{"clock_ahead_seconds": 5}'), 0, -1)).clock_ahead_seconds, -3595::bigint, 'also back, which is not its to refuse');
select is((app_rules.after_clock(test.state('{"clock_ahead_seconds": 0}'), 2147483647, 2147483647)).clock_ahead_seconds, 2147483647 * 90000::bigint, 'however far');
select is(app_rules.after_clock(test.state(), 1, 0), test.state(), 'who has no clock has none after it');
