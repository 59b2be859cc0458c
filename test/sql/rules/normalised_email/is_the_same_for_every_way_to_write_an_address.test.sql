select plan(5);

select is(app_rules.normalised_email('Alice@Example.COM'), 'alice@example.com', 'capitals do not matter');
select is(app_rules.normalised_email(E' \t\u00a0alice@example.com\r\n '), 'alice@example.com', 'nor space around it');
select is(app_rules.normalised_email(E'e\u0301ve@example.com'), E'\u00e9ve@example.com', 'nor whether an accent is a character of its own');
select is(app_rules.normalised_email(E'J\u030c@example.com'), E'\u01f0@example.com', 'nor whether it becomes one only in lower case');
select is(app_rules.normalised_email('a.b+c@example.com'), 'a.b+c@example.com', 'dots and what follows a plus are part of it');
