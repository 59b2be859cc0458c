create or replace function app_private.token_zone()
returns text
language sql stable
begin atomic
  select coalesce(
    (select z.name from app_private.zones as z where z.name = current_setting('app.zone', true)), 'UTC');
end;

grant execute on function app_private.token_zone to app_user;
comment on function app_private.token_zone() is
  'The zone that the caller''s token names (claim zoneinfo), UTC when it names none of ours.';
