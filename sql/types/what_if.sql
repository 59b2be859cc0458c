create type app_public.what_if as (
  since timestamptz, users int, users_affected int, commands_refused int,
  changes app_public.what_if_change[], rewards app_public.what_if_reward[], most_affected app_public.what_if_affected[]
);
comment on type app_public.what_if is
  'What a proposal would have changed, had it been in force since an instant and had every user given the same commands at the same instants.';
comment on column app_public.what_if.since is E'@notNull\nFrom when on the proposal is taken to have been in force.';
comment on column app_public.what_if.users is E'@notNull\nUsers looked at; test users are left out.';
comment on column app_public.what_if.users_affected is E'@notNull\nUsers for whom any metric would be another now.';
comment on column app_public.what_if.commands_refused is
  E'@notNull\nCommands of theirs that would have been refused. What was refused then is in no journal, and stays undone.';
comment on column app_public.what_if.changes is E'@notNull\nEach metric, summed up and spread.';
comment on column app_public.what_if.rewards is E'@notNull\nEach reward that was or would have been unlocked since.';
comment on column app_public.what_if.most_affected is
  E'@notNull\nThe twenty users whose points would change most, then streak, XP, energy.';
