create or replace function app_private.effects_of(entry app_public.journal_entries)
returns app_public.effects
language sql stable parallel safe
return app_private.effects_from(case when entry.kind = 'grant' then entry.asked -> 'gives' else entry.terms -> 'gives' end);

grant execute on function app_private.effects_of to app_user;
comment on function app_private.effects_of(app_public.journal_entries) is
  'The effects that a claim, a use or a grant promised.';
