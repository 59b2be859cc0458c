-- Spelt out by extract: to_char and date::text depend on the session.
create or replace function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date)
returns text
language sql immutable parallel safe
return case repeats
  when 'once' then 'once'
  when 'run' then 'run-' || app_rules.iso_date(run_started_on)
  when 'day' then app_rules.iso_date(day)
  when 'week' then lpad(extract(isoyear from day)::text, 4, '0') || '-W' || lpad(extract(week from day)::text, 2, '0')
  when 'month' then left(app_rules.iso_date(day), 7)
end;

comment on function app_rules.period_key(app_public.reward_repeat, date, date) is
  'What a reward is unlocked and claimed once for: once, run-2026-03-01 (the day the run began), 2026-03-01, 2026-W09 or 2026-03. Null for a run when there is none.';
