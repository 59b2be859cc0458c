-- Plain and stable, so that a policy costs one call on a look-up by key.
create or replace function app_private.current_user_id()
returns uuid
language sql stable parallel safe
return app_rules.user_id_for(
  nullif(current_setting('app.issuer', true), ''), nullif(current_setting('app.subject', true), ''));

grant execute on function app_private.current_user_id to app_anonymous, app_user, app_operator;
comment on function app_private.current_user_id() is
  'Whose verified token this request carries, by the settings app.issuer and app.subject; null when there is none.';
