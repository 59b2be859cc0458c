create or replace function app_rules.iso_date(day date)
returns text
language sql immutable parallel safe
return case when day between '0001-01-01' and '9999-12-31' then
  lpad(extract(year from day)::text, 4, '0')
  || '-' || lpad(extract(month from day)::text, 2, '0')
  || '-' || lpad(extract(day from day)::text, 2, '0')
end;

comment on function app_rules.iso_date(date) is
  'A date as 2026-03-01, whatever the session''s date style; null for one that four digits of year cannot tell.';
