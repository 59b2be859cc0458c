-- Ids are spread evenly, so a part of their range is a part of the users: always the same ones, and an index finds them.
create or replace function app_rules.last_user_of_sample(one_in int)
returns uuid
language sql immutable parallel safe
return (lpad(to_hex(4294967296 / one_in - 1), 8, '0') || repeat('f', 24))::uuid;

comment on function app_rules.last_user_of_sample(int) is 'The last id of a sample of one user in so many; the first id is the least.';
