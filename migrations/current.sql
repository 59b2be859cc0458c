-- Explanations list at most 100 days or entries, and word no others.
drop function app_private.balance_changes(uuid, app_public.balance);
alter type app_public.streak_explanation add attribute day_count int;
comment on column app_public.streak_explanation.days is
  E'@notNull\nThe last 100 days of the run, oldest first; of a run that has ended, the missed day too.';
comment on column app_public.streak_explanation.day_count is E'@notNull\nHow many days the run has in all.';
--! include private/balance_changes.sql
--! include private/balance_explanation.sql
--! include private/streak_explanation.sql
--! include api/me_explain_streak.sql
--! include api/me_explain_balance.sql
--! include ops/explain_streak.sql
--! include ops/explain_balance.sql
