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
