select plan(2);

select set_eq($$
  select p.proname::text from pg_proc as p
  where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and p.prokind = 'f'
    and pg_get_functiondef(p.oid) ~ 'app_private\.clock\(\)' and p.proname <> 'clock'$$,
  '{occurs_at,state_as_of,bootstrap,declare_amnesty,amnesty_effects,save_reward,save_item,add_rule_version,require_proposal,what_if_users,attempt,open_session,refresh_session,register,session_is_live}'::text[],
  'everybody''s clock is asked for whoever has no state yet, for what is everybody''s, for accounts, and by this function alone for all else');
select set_eq($$
  select p.proname::text from pg_proc as p
  where p.pronamespace = 'app_private'::regnamespace and pg_get_functiondef(p.oid) ~ ':= app_private\.lock_state\(' and pg_get_functiondef(p.oid) !~ 'app_private\.occurs_at\('$$,
  '{}'::text[], 'whoever locks a user''s state asks it');
