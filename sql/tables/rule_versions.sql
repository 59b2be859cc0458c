-- One row holds every parameter, so that a command finds all of them in one look-up. The limits keep every
-- result within its type: a million energy, refilled by 1 each 31 days, is full at an instant that exists.
create table app_private.rule_versions (
  id int primary key constraint id_is_positive check (id > 0),
  effective_from timestamptz not null constraint one_version_takes_effect_at_an_instant unique,

  check_in_energy int not null constraint check_in_energy_is_within_limits check (check_in_energy between 0 and 1000000),
  check_in_points bigint not null constraint check_in_points_is_within_limits check (check_in_points between 0 and 1000000000),
  check_in_xp bigint not null constraint check_in_xp_is_within_limits check (check_in_xp between 0 and 1000000000),

  energy_start int not null constraint energy_start_is_not_negative check (energy_start >= 0),
  energy_max int not null constraint energy_max_is_within_limits check (energy_max between 1 and 1000000),
  energy_overfill int not null constraint energy_overfill_is_within_limits check (energy_overfill between 0 and 1000000),
  energy_refill_amount int not null constraint energy_refill_amount_is_within_limits check (energy_refill_amount between 1 and 1000000),
  energy_refill_seconds int not null constraint energy_refill_seconds_is_within_limits check (energy_refill_seconds between 1 and 2678400),

  freezes_start int not null constraint freezes_start_is_not_negative check (freezes_start >= 0),
  freeze_every_days int not null constraint freeze_every_days_is_positive check (freeze_every_days > 0),
  freezes_max int not null constraint freezes_max_is_within_limits check (freezes_max between 0 and 100),

  late_grace_minutes int not null constraint late_grace_is_at_most_half_a_day check (late_grace_minutes between 0 and 720),
  travel_cover_days int not null constraint travel_cover_days_is_positive check (travel_cover_days > 0),
  pause_max_days int not null constraint pause_max_days_is_within_limits check (pause_max_days between 0 and 366),
  repair_within_days int not null constraint repair_within_days_is_within_limits check (repair_within_days between 0 and 366),
  repair_points bigint not null constraint repair_points_is_within_limits check (repair_points between 0 and 1000000000),
  inventory_max int not null constraint inventory_max_is_within_limits check (inventory_max between 1 and 100),

  level_thresholds bigint[] not null,
  level_boosts_basis_points int[] not null,

  constraint freezes_start_is_at_most_the_maximum check (freezes_start <= freezes_max),
  constraint energy_start_is_at_most_what_fits check (energy_start::bigint <= energy_max::bigint + energy_overfill),
  constraint level_1_starts_at_0_xp check (coalesce(level_thresholds[1] = 0, false)),
  constraint level_thresholds_strictly_increase check (app_rules.is_strictly_increasing(level_thresholds)),
  constraint each_level_has_a_boost check (
    cardinality(level_boosts_basis_points) = cardinality(level_thresholds)
    and array_lower(level_boosts_basis_points, 1) = 1
    and array_position(level_boosts_basis_points, null) is null
    and 0 <= all (level_boosts_basis_points) and 1000000 >= all (level_boosts_basis_points)
  )
);

alter table app_private.rule_versions enable row level security;
create policy everybody_reads on app_private.rule_versions
  for select to app_anonymous, app_user, app_operator using (true);
grant select on app_private.rule_versions to app_anonymous, app_user, app_operator;
-- Not even the owner edits a version: what was in force is what journal entries name.
revoke update, delete, truncate on app_private.rule_versions from current_user;

comment on table app_private.rule_versions is
  'The parameters of the rules, each version in force from an instant on. A version is never edited; a change is a new one.';
comment on column app_private.rule_versions.effective_from is 'In force from this instant until the next version''s.';
comment on column app_private.rule_versions.check_in_energy is 'Energy for a check-in.';
comment on column app_private.rule_versions.check_in_points is 'Points for a check-in, before the level''s boost.';
comment on column app_private.rule_versions.check_in_xp is 'XP for a check-in.';
comment on column app_private.rule_versions.energy_start is 'Energy of a new user.';
comment on column app_private.rule_versions.energy_max is 'Energy refills up to here.';
comment on column app_private.rule_versions.energy_overfill is 'Grants may fill energy by this much above energy_max.';
comment on column app_private.rule_versions.energy_refill_amount is 'Energy for each whole refill interval.';
comment on column app_private.rule_versions.energy_refill_seconds is 'The refill interval, in seconds.';
comment on column app_private.rule_versions.freezes_start is 'Freezes of a new user.';
comment on column app_private.rule_versions.freeze_every_days is 'A freeze is earned each time the run''s length reaches a multiple of this.';
comment on column app_private.rule_versions.freezes_max is 'At most so many freezes are held.';
comment on column app_private.rule_versions.late_grace_minutes is 'A day can be checked in so many minutes after its end; it has ended for the streak only then. The version in force at the day''s end decides.';
comment on column app_private.rule_versions.travel_cover_days is 'Days skipped by a change of zone or day start are bridged at most once in so many days.';
comment on column app_private.rule_versions.pause_max_days is 'The longest pause, in days.';
comment on column app_private.rule_versions.repair_within_days is 'A broken run can be repaired for so many days after the last missed day.';
comment on column app_private.rule_versions.repair_points is 'Points to pay for each missed day that is repaired.';
comment on column app_private.rule_versions.inventory_max is 'At most so many distinct items are held.';
comment on column app_private.rule_versions.level_thresholds is 'The lifetime XP at which each level begins, level 1 first.';
comment on column app_private.rule_versions.level_boosts_basis_points is 'What multiplies a check-in''s points at each level, in basis points: 10000 is once.';
