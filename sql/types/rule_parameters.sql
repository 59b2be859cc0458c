create type app_public.rule_parameters as (
  check_in_energy int,
  check_in_points bigint,
  check_in_xp bigint,
  energy_start int,
  energy_max int,
  energy_overfill int,
  energy_refill_amount int,
  energy_refill_seconds int,
  freezes_start int,
  freeze_every_days int,
  freezes_max int,
  late_grace_minutes int,
  travel_cover_days int,
  pause_max_days int,
  repair_within_days int,
  repair_points bigint,
  inventory_max int,
  level_thresholds bigint[],
  level_boosts_basis_points int[]
);
comment on type app_public.rule_parameters is
  'The parameters of the rules. In addRuleVersion, what is left out stays as in the version before.';
comment on column app_public.rule_parameters.check_in_energy is E'@notNull\n@hasDefault\nEnergy for a check-in.';
comment on column app_public.rule_parameters.check_in_points is E'@notNull\n@hasDefault\nPoints for a check-in, before the level''s boost.';
comment on column app_public.rule_parameters.check_in_xp is E'@notNull\n@hasDefault\nXP for a check-in.';
comment on column app_public.rule_parameters.energy_start is E'@notNull\n@hasDefault\nEnergy of a new user.';
comment on column app_public.rule_parameters.energy_max is E'@notNull\n@hasDefault\nEnergy refills up to here.';
comment on column app_public.rule_parameters.energy_overfill is E'@notNull\n@hasDefault\nWhat is given may fill energy by this much above energyMax.';
comment on column app_public.rule_parameters.energy_refill_amount is E'@notNull\n@hasDefault\nEnergy for each whole refill interval.';
comment on column app_public.rule_parameters.energy_refill_seconds is E'@notNull\n@hasDefault\nThe refill interval, in seconds.';
comment on column app_public.rule_parameters.freezes_start is E'@notNull\n@hasDefault\nFreezes of a new user.';
comment on column app_public.rule_parameters.freeze_every_days is E'@notNull\n@hasDefault\nA freeze is earned each time the run''s length reaches a multiple of this.';
comment on column app_public.rule_parameters.freezes_max is E'@notNull\n@hasDefault\nAt most so many freezes are held.';
comment on column app_public.rule_parameters.late_grace_minutes is E'@notNull\n@hasDefault\nA day can be checked in so many minutes after its end. The version in force at the day''s end decides.';
comment on column app_public.rule_parameters.travel_cover_days is E'@notNull\n@hasDefault\nDays skipped by a change of zone or day start are bridged at most once in so many days.';
comment on column app_public.rule_parameters.pause_max_days is E'@notNull\n@hasDefault\nThe longest pause, in days.';
comment on column app_public.rule_parameters.repair_within_days is E'@notNull\n@hasDefault\nA broken run can be repaired for so many days after the last missed day.';
comment on column app_public.rule_parameters.repair_points is E'@notNull\n@hasDefault\nPoints to pay for each missed day that is repaired.';
comment on column app_public.rule_parameters.inventory_max is E'@notNull\n@hasDefault\nAt most so many distinct items are held.';
comment on column app_public.rule_parameters.level_thresholds is E'@notNull\n@hasDefault\nThe lifetime XP at which each level begins, level 1 (0 XP) first.';
comment on column app_public.rule_parameters.level_boosts_basis_points is E'@notNull\n@hasDefault\nWhat multiplies a check-in''s points at each level, in basis points: 10000 is once.';
