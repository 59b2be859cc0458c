select plan(4);

select is(app_rules.takes_stock(test.state(), jsonb_populate_record(r, '{"stock": 5}')), true, 'a claim of a limited reward takes one') from app_private.rewards as r where r.id = 'streak_3';
select is(app_rules.takes_stock(test.state(), jsonb_populate_record(r, '{"stock": null}')), false, 'where there is no limit there is nothing to take') from app_private.rewards as r where r.id = 'streak_3';
select is(app_rules.takes_stock(test.state('{"clock_ahead_seconds": 0}'), jsonb_populate_record(r, '{"stock": 5}')), false, 'a test user takes none, whether ahead or not') from app_private.rewards as r where r.id = 'streak_3';
select is(app_rules.takes_stock(test.state('{"clock_ahead_seconds": 3600}'), jsonb_populate_record(r, '{"stock": null}')), false, 'nor without a limit') from app_private.rewards as r where r.id = 'streak_3';
