create or replace function app_rules.condition_words(metric text, title text, current bigint, at_least bigint)
returns text
language sql immutable parallel safe
return app_rules.condition_asks(metric, title, at_least) || case
    when metric in ('current_streak', 'longest_streak', 'level') then '; yours is '
    else '; you have '
  end || current::text || case when current < at_least then ': ' || (at_least - current)::text || ' more' else '' end;

comment on function app_rules.condition_words(text, text, bigint, bigint) is
  'What a condition asks for, what there is of it and what is missing, in words to the user.';
