--! Previous: sha1:305698d0a6e1c64af4adaf5cbe913b8adf3d19f6
--! Hash: sha1:5ac8c8df5d2a41e7194888363d6e139edbd1762a
--! Message: a sample of the users

-- A sample of the users, for whoever asks about them in batches.
--! Included rules/last_user_of_sample.sql
-- Ids are spread evenly, so a part of their range is a part of the users: always the same ones, and an index finds them.
create or replace function app_rules.last_user_of_sample(one_in int)
returns uuid
language sql immutable parallel safe
return (lpad(to_hex(4294967296 / one_in - 1), 8, '0') || repeat('f', 24))::uuid;

comment on function app_rules.last_user_of_sample(int) is 'The last id of a sample of one user in so many; the first id is the least.';
--! EndIncluded rules/last_user_of_sample.sql
--! Included ops/what_if.sql
create or replace function app_private.what_if(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  one_in int default 1
)
returns app_public.what_if
language plpgsql stable
as $$
begin
  perform app_private.require_proposal(since, parameters, rewards, one_in);
  return app_private.what_if_whole(since, array[app_private.what_if_part(since, parameters, rewards, null,
    app_rules.last_user_of_sample(one_in))]);
end
$$;

comment on function app_private.what_if(timestamptz, app_public.rule_parameters, app_public.reward[], int) is
  'What a proposal would have changed: what_if_users, summed up. one_in: looks at one user of so many, always the same ones, since ids are spread evenly. WI001 for a proposal of nothing, or since an instant to come.';
--! EndIncluded ops/what_if.sql
