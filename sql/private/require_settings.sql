create or replace function app_private.require_settings(zone text, day_start_hour int)
returns void
language plpgsql stable
as $$
begin
  if not exists (select from app_private.zones as z where z.name = require_settings.zone) then
    perform app_private.refuse('US001', format('"%s" is not a time zone of this app.', left(zone, 63)),
      'Use an IANA name such as Europe/Berlin, spelt exactly so.');
  end if;
  if day_start_hour not in (0, 4, 5, 6) then
    perform app_private.refuse('US002', format('A day cannot start at hour %s.', day_start_hour),
      'Use 0, 4, 5 or 6.');
  end if;
end
$$;

comment on function app_private.require_settings(text, int) is
  'US001 unless the zone is one of ours, US002 unless a day may start at the hour.';
