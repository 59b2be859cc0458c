// What can be had in the chaos: rewards of every sort, and rules that change meanwhile. The model is given the same.
import { version1 } from "../model/parameters.ts";
import type { RuleVersion } from "../model/parameters.ts";
import type { Gives, Reward } from "../model/reward.ts";
import { nothing } from "../model/seeds.ts";
import { dayLength, iso } from "../model/time.ts";
import type { Instant } from "../model/time.ts";

export const start: Instant = Date.parse("2026-03-01T12:00:00Z");

/** Two different items at most, so that inventories are full; cheap repairs, so that they are made. */
const tight = { ...version1, inventory_max: 2, repair_points: 10 };

export const versions: RuleVersion[] = [
  { ...tight, id: 2, effectiveFrom: start - dayLength },
  { ...tight, id: 3, effectiveFrom: start + 4 * dayLength, energy_max: 130, check_in_points: 15, energy_refill_amount: 3, freezes_max: 3 },
];

const common: Omit<Reward, "id" | "title" | "gives" | "conditions"> = {
  repeats: "once",
  startsAt: null,
  endsAt: null,
  stock: null,
  claimWithinHours: null,
  autoClaim: false,
  priority: 100,
  enabled: true,
};

const reward = (
  id: string,
  gives: Partial<Gives>,
  conditions: Reward["conditions"],
  other: Partial<Reward> = {},
): Reward => ({ ...common, id, title: id, gives: { ...nothing, ...gives }, conditions, ...other });

/** So scarce that stocks run out. */
export const rewards = (users: number): Reward[] => [
  reward("scarce", { points: 40 }, [["check_ins", 1]], { stock: Math.ceil(users / 10) }),
  reward("scarce_each_day", { items: { coffee: 1 } }, [["check_ins", 1], ["points", 20]], { repeats: "day", stock: Math.ceil(users / 2) }),
  reward("scarce_by_itself", { points: 15, xp: 25 }, [["current_streak", 1]], { repeats: "week", stock: users, autoClaim: true }),
  reward("happy_days", { energy: 10 }, [["energy", 20], ["level", 1]], {
    repeats: "day",
    startsAt: start + dayLength,
    endsAt: start + 9 * dayLength,
    claimWithinHours: 12,
  }),
  reward("freeze_of_the_run", { freezes: 1 }, [["current_streak", 2], ["longest_streak", 2]], { repeats: "run", autoClaim: true }),
  reward("chip_of_the_day", { items: { focus_chip: 1 }, xp: 5 }, [["lifetime_points", 30], ["lifetime_xp", 10]], {
    repeats: "day",
    autoClaim: true,
    priority: 90,
  }),
  reward("freeze_by_hand", { freezes: 2 }, [["longest_streak", 3]], { repeats: "week" }),
  reward("monthly", { points: 200 }, [["lifetime_xp", 30]], { repeats: "month" }),
];

/** As operators save it. */
export const rewardInput = ({ id, repeats, startsAt, endsAt, gives, conditions, ...other }: Reward, stock = other.stock) => ({
  reward: {
    ...other,
    rewardId: id,
    description: "Of the chaos.",
    repeats: repeats.toUpperCase(),
    startsAt: startsAt === null ? null : iso(startsAt),
    endsAt: endsAt === null ? null : iso(endsAt),
    gives: { ...gives, points: String(gives.points), xp: String(gives.xp), items: itemList(gives.items).map(([itemId, quantity]) => ({ itemId, quantity })) },
    conditions: conditions.map(([metric, atLeast]) => ({ metric, atLeast: String(atLeast) })),
    stock,
  },
});

const itemList = (items: Record<string, number>): [string, number][] => Object.entries(items);
