-- An address or a subject that were stored by mistake is refused by the table.
select plan(4);

create function test.stores(key text) returns text
language sql
return test.refusal(format('insert into app_private.request_counts values (%L, 1, 1)', key));

select is(test.stores('address:' || repeat('a', 22)), 'nothing', 'a fingerprint is 22 letters, digits, - and _');
select is(test.stores('address:203.0.113.7'), '23514 key_is_a_fingerprint', 'an address is none');
select is(test.stores('user:' || repeat('a', 21)), '23514 key_is_a_fingerprint', 'nor are 21');
select is(test.stores('user:alice@example.com' || repeat('a', 6)), '23514 key_is_a_fingerprint', 'nor is a name');
