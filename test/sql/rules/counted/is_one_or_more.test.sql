select plan(4);

select is(app_rules.counted(0, 'day'), '0 days', 'none');
select is(app_rules.counted(1, 'day'), '1 day', 'one');
select is(app_rules.counted(2, 'day'), '2 days', 'two');
select is(app_rules.counted(9007199254740993, 'point'), '9007199254740993 points', 'many');
