-- Three schemas: what the API sees, what is pure, and the rest.
create schema app_public;
comment on schema app_public is 'What the API sees: the journal, types, and one function for each GraphQL field.';
create schema app_rules;
comment on schema app_rules is 'The rules: pure functions, no table, no clock, no setting.';
create schema app_private;
comment on schema app_private is 'Tables with row-level security, clock, identity, and the core of each command.';

-- By default privileges, and for the whole role: `in schema` would not take PUBLIC's right away.
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
-- Pure functions tell nobody anything.
alter default privileges in schema app_rules grant execute on functions to app_anonymous, app_user, app_operator;

grant usage on schema app_public, app_private, app_rules to app_anonymous, app_user, app_operator;
-- The server calls a few functions as itself: those of accounts.
grant usage on schema app_private to app_server;
