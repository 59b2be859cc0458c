-- Behind one address can be a whole school; behind one e-mail address is one person.
create or replace function app_rules.attempts_free(kind text)
returns int
language sql immutable parallel safe
return case kind when 'email' then 5 when 'account' then 5 when 'address' then 50 end;

comment on function app_rules.attempts_free(text) is 'How many wrong guesses have no delay after them but the last.';
