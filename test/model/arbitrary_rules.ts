// Rule versions and rewards that fast-check makes up, from values at which rules can go wrong.
import fc from "fast-check";
import { version1 } from "./parameters.ts";
import type { RuleVersion } from "./parameters.ts";
import { metrics } from "./reward.ts";
import type { Gives, Metric, Reward } from "./reward.ts";
import { dayLength, hour, minute, second } from "./time.ts";
import type { Instant } from "./time.ts";

export const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

/** After the start of the run. */
export const version: fc.Arbitrary<RuleVersion & { after: number }> = fc
  .record({
    check_in_energy: fc.constantFrom(20, 0, 7, 150),
    check_in_points: fc.constantFrom(5, 0, 15, 333),
    check_in_xp: fc.constantFrom(10, 0, 60),
    energy_max: fc.constantFrom(100, 1, 60, 130),
    energy_start: fc.constantFrom(50, 0, 100),
    energy_overfill: fc.constantFrom(0, 5, 50),
    energy_refill_amount: fc.constantFrom(1, 3, 40),
    energy_refill_seconds: fc.constantFrom(3600, 1, 1200, 86400, 100_000),
    freezes_max: fc.constantFrom(2, 0, 1, 3),
    freezes_start: fc.constantFrom(0, 1, 2),
    freeze_every_days: fc.constantFrom(7, 1, 2, 3),
    late_grace_minutes: fc.constantFrom(120, 0, 1, 45, 720),
    travel_cover_days: fc.constantFrom(30, 1, 2, 3),
    pause_max_days: fc.constantFrom(30, 1, 3, 0),
    repair_within_days: fc.constantFrom(3, 0, 1, 10),
    repair_points: fc.constantFrom(50, 0, 5),
    inventory_max: fc.constantFrom(5, 1, 2),
    levels: fc.constantFrom<[number[], number[]]>(
      [version1.level_thresholds, version1.level_boosts_basis_points],
      [
        [0, 20, 40],
        [10000, 20000, 33333],
      ],
      [[0], [9999]],
      [
        [0, 1000, 5000],
        [10000, 0, 15001],
      ],
    ),
    after: fc.oneof(
      fc.constant(-30 * dayLength),
      fc.integer({ min: 0, max: 30 * 24 * 4 }).map((quarters) => quarters * 15 * minute),
      fc.integer({ min: 0, max: 30 * 86400 }).map((seconds) => seconds * second),
    ),
  })
  .map(({ levels: [level_thresholds, level_boosts_basis_points], ...given }) => ({
    ...given,
    id: 0,
    effectiveFrom: 0,
    freezes_start: Math.min(given.freezes_start, given.freezes_max),
    energy_start: Math.min(given.energy_start, given.energy_max + given.energy_overfill),
    level_thresholds,
    level_boosts_basis_points,
  }));

const givesNothing = ({ points, energy, xp, freezes, items, fills_energy }: Gives): boolean =>
  points + energy + xp + freezes + Object.keys(items).length === 0 && !fills_energy;

export const nameless = fc.record({
  conditions: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...(Object.keys(metrics) as Metric[])), fc.constantFrom(1, 2, 3, 5, 20, 60)),
    { maxLength: 2, selector: ([metric]) => metric },
  ),
  gives: fc
    .record({
      points: fc.constantFrom(0, 1, 30, 200),
      energy: fc.constantFrom(0, 4, 1000),
      xp: fc.constantFrom(0, 25),
      freezes: fc.constantFrom(0, 0, 1, 2),
      items: fc.constantFrom<Record<string, number>>(
        {},
        { coffee: 2 },
        { coffee: 1, focus_chip: 1 },
        { streak_freeze: 1 },
      ),
      fills_energy: fc.constantFrom(false, false, false, true),
    })
    .map((gives) => ({ ...gives, points: givesNothing(gives) ? 1 : gives.points })),
  repeats: fc.constantFrom("once", "run", "day", "week", "month" as const),
  window: orNull(fc.tuple(fc.integer({ min: -10, max: 60 }), fc.integer({ min: 1, max: 200 }))),
  stock: orNull(fc.integer({ min: 1, max: 3 })),
  claimWithinHours: orNull(fc.constantFrom(1, 24, 36, 300)),
  autoClaim: fc.boolean(),
  priority: fc.constantFrom(100, 5, 20),
  enabled: fc.constantFrom(true, true, true, true, false),
});

type Nameless = typeof nameless extends fc.Arbitrary<infer T> ? T : never;

export function named({ window, ...given }: Nameless, id: string, start: Instant): Reward {
  const startsAt = window && start + window[0] * 12 * hour;
  return {
    ...given,
    id,
    title: `Reward ${id}`,
    startsAt,
    endsAt: window && startsAt !== null && window[1] < 150 ? startsAt + window[1] * 12 * hour : null,
  };
}
