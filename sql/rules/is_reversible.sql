create or replace function app_rules.is_reversible(kind app_public.journal_kind)
returns boolean
language sql immutable parallel safe
return kind in ('check_in', 'claim', 'spend', 'buy', 'use', 'discard', 'grant');

comment on function app_rules.is_reversible(app_public.journal_kind) is
  'Whether an entry of this kind can be reversed: one that gives or takes amounts, and is not itself a correction. A repair bought days of the calendar, which an amnesty gives back.';
