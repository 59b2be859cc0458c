-- Spelt out by extract: to_char and date::text depend on the session.
create or replace function app_rules.period_key(repeats app_public.reward_repeat, day date, run_started_on date)
returns text
language plpgsql immutable parallel safe
as $$
begin
  case repeats
    when 'once' then return 'once';
    when 'run' then return 'run-' || app_rules.iso_date(run_started_on);
    when 'day' then return app_rules.iso_date(day);
    when 'week' then return lpad(extract(isoyear from day)::text, 4, '0') || '-W' || lpad(extract(week from day)::text, 2, '0');
    when 'month' then return left(app_rules.iso_date(day), 7);
    else return null;
  end case;
end
$$;

comment on function app_rules.period_key(app_public.reward_repeat, date, date) is
  'What a reward is unlocked and claimed once for: once, run-2026-03-01 (the day the run began), 2026-03-01, 2026-W09 or 2026-03. Null for a run when there is none.';
