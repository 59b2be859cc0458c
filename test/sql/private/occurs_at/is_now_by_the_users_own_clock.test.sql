select plan(5);

select test.set_clock('2026-03-01 12:00+00');
select is(app_private.occurs_at(test.state()), '2026-03-01 12:00+00', 'everybody''s clock says when it happens');
select is(app_private.occurs_at(test.state('{"last_occurred_at": "2026-03-01 12:00:01+00"}')), '2026-03-01 12:00:01+00', 'never before the last entry');
select is(app_private.occurs_at(test.state('{"clock_ahead_seconds": 0}')), '2026-03-01 12:00+00', 'a test user''s is everybody''s at first');
set timezone = 'Europe/Berlin';
select is(app_private.occurs_at(test.state('{"clock_ahead_seconds": 2592000}')), '2026-03-31 12:00+00', 'and then ahead by days of 24 hours, whatever happens to the clocks of a zone meanwhile');
select is(app_private.occurs_at(test.state('{"clock_ahead_seconds": 3600, "last_occurred_at": "2026-03-01 13:00:01+00"}')), '2026-03-01 13:00:01+00', 'but not before the last entry either');
