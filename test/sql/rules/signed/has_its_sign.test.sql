select plan(3);

select is(app_rules.signed(5), '+5', 'what was added');
select is(app_rules.signed(0), '0', 'nothing');
select is(app_rules.signed(-5), '-5', 'what was taken');
