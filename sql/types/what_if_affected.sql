create type app_public.what_if_affected as (user_id uuid, commands_refused int, changes app_public.what_if_metric[]);
comment on type app_public.what_if_affected is 'What a proposal would have changed for one user.';
comment on column app_public.what_if_affected.user_id is E'@notNull\nWho.';
comment on column app_public.what_if_affected.commands_refused is
  E'@notNull\nCommands that this user made and that would have been refused.';
comment on column app_public.what_if_affected.changes is E'@notNull\nThe metrics that would be others.';
