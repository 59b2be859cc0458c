// The rewards that the product starts with (rules.md 11).
import type { Gives, Metric, Reward } from "./reward.ts";

export const nothing: Gives = { points: 0, energy: 0, xp: 0, freezes: 0, items: {} };

export const startingRewards = (): Reward[] => [
  reward("first_check_in", "First check-in", 10, ["check_ins", 1], { points: 10 }, { autoClaim: true }),
  reward("streak_3", "Three in a row", 20, ["current_streak", 3], { points: 50 }),
  reward("streak_7", "A whole week", 30, ["current_streak", 7], { points: 100, energy: 10 }),
  reward("streak_30", "A whole month", 40, ["current_streak", 30], { points: 500, freezes: 1 }),
  reward("weekly_five", "Five alive", 50, ["current_streak", 5], { points: 25 }, { repeats: "week" }),
  reward("level_5", "Level five", 60, ["level", 5], { items: { coffee: 1 } }),
];

function reward(
  id: string,
  title: string,
  priority: number,
  condition: [Metric, number],
  gives: Partial<Gives>,
  other: Partial<Reward> = {},
): Reward {
  return {
    id,
    title,
    priority,
    conditions: [condition],
    gives: { ...nothing, ...gives },
    repeats: "once",
    startsAt: null,
    endsAt: null,
    stock: null,
    claimWithinHours: null,
    autoClaim: false,
    enabled: true,
    ...other,
  };
}
