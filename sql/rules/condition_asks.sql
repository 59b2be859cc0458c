-- A metric that has no words of its own is told by its title, so that a new one needs nothing here.
create or replace function app_rules.condition_asks(metric text, title text, at_least bigint)
returns text
language sql immutable parallel safe
return case metric
  when 'current_streak' then 'a streak of ' || app_rules.counted(at_least, 'day')
  when 'longest_streak' then 'a longest streak of ' || app_rules.counted(at_least, 'day')
  when 'check_ins' then app_rules.counted(at_least, 'check-in')
  when 'level' then 'level ' || at_least::text
  when 'lifetime_xp' then at_least::text || ' XP'
  when 'lifetime_points' then app_rules.counted(at_least, 'point') || ' received in all'
  when 'points' then app_rules.counted(at_least, 'point') || ' in hand'
  when 'energy' then at_least::text || ' energy'
  when 'freezes' then app_rules.counted(at_least, 'freeze') || ' in hand'
  else '"' || title || '" of ' || at_least::text || ' or more'
end;

comment on function app_rules.condition_asks(text, text, bigint) is 'What a condition asks for, in words. title: of the metric.';
