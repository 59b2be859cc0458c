-- What this server's time zone data knows, by region; the rest of its names are abbreviations and old aliases.
insert into app_private.zones (name)
select z.name from pg_catalog.pg_timezone_names as z
where z.name = 'UTC'
  or z.name ~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/'
on conflict do nothing;
