// Rule versions: the parameters of the rules, each in force from an instant on (rules.md 11).
import { minute } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { dayEnd } from "./time.ts";

/** Named as in the table, as the same object is inserted there. */
export interface Parameters {
  check_in_energy: number;
  check_in_points: number;
  check_in_xp: number;
  energy_start: number;
  energy_max: number;
  energy_overfill: number;
  energy_refill_amount: number;
  energy_refill_seconds: number;
  freezes_start: number;
  freeze_every_days: number;
  freezes_max: number;
  late_grace_minutes: number;
  travel_cover_days: number;
  pause_max_days: number;
  repair_within_days: number;
  repair_points: number;
  inventory_max: number;
  level_thresholds: number[];
  level_boosts_basis_points: number[];
}
export interface RuleVersion extends Parameters {
  id: number;
  effectiveFrom: Instant;
}

const levels = Array.from({ length: 50 }, (_, index) => index + 1);

export const version1: RuleVersion = {
  id: 1,
  effectiveFrom: Date.parse("2000-01-01T00:00:00Z"),
  check_in_energy: 20,
  check_in_points: 5,
  check_in_xp: 10,
  energy_start: 50,
  energy_max: 100,
  energy_overfill: 0,
  energy_refill_amount: 1,
  energy_refill_seconds: 3600,
  freezes_start: 0,
  freeze_every_days: 7,
  freezes_max: 2,
  late_grace_minutes: 120,
  travel_cover_days: 30,
  pause_max_days: 30,
  repair_within_days: 3,
  repair_points: 50,
  inventory_max: 5,
  level_thresholds: levels.map((n) => 50 * n * (n - 1)),
  level_boosts_basis_points: levels.map((n) => Math.min(10000 + 500 * (n - 1), 15000)),
};

export class Rules {
  /** Oldest first. */
  readonly versions: RuleVersion[];

  constructor(versions: RuleVersion[]) {
    this.versions = [...versions].sort((a, b) => a.effectiveFrom - b.effectiveFrom);
  }

  at(instant: Instant): RuleVersion {
    const found = this.versions.findLast((version) => version.effectiveFrom <= instant);
    if (!found) throw new Error("there is no rule version so early");
    return found;
  }

  /** Those that take effect after one instant and not after another. */
  between(after: Instant, until: Instant): RuleVersion[] {
    return this.versions.filter(({ effectiveFrom }) => after < effectiveFrom && effectiveFrom <= until);
  }

  /** When an unmarked day has ended: its end and the grace that is in force then. */
  deadline(day: Day, settings: Settings): Instant {
    const end = dayEnd(day, settings);
    return end + this.at(end).late_grace_minutes * minute;
  }
}
