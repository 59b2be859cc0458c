// What rewards are, when they unlock and what they give (rules.md 8).
import { fillEnergy, grantEnergy } from "./energy.ts";
import { addItems } from "./inventory.ts";
import { grantPoints, grantXp } from "./level.ts";
import type { Parameters } from "./parameters.ts";
import { freezesThatFit, grantFreezes } from "./streak.ts";
import { isoDay, plainDate } from "./time.ts";
import type { Day, Instant } from "./time.ts";
import type { User } from "./user.ts";

export type Repeat = "once" | "run" | "day" | "week" | "month";

export const metrics = {
  check_ins: { title: "Check-ins", of: (user: User) => user.checkIns },
  current_streak: { title: "Current streak", of: (user: User) => user.run?.length ?? 0 },
  energy: { title: "Energy", of: (user: User) => user.energy.value },
  freezes: { title: "Freezes held", of: (user: User) => user.freezes.length },
  level: { title: "Level", of: (user: User) => user.level },
  lifetime_points: { title: "Lifetime points", of: (user: User) => user.lifetimePoints },
  lifetime_xp: { title: "Lifetime XP", of: (user: User) => user.xp },
  longest_streak: { title: "Longest streak", of: (user: User) => user.longest },
  points: { title: "Points", of: (user: User) => user.points },
};
export type Metric = keyof typeof metrics;

export interface Gives {
  points: number;
  energy: number;
  xp: number;
  freezes: number;
  items: Record<string, number>;
  /** Only of what is promised. */
  fills_energy?: boolean;
}

export interface Reward {
  id: string;
  title: string;
  conditions: [Metric, number][];
  gives: Gives;
  repeats: Repeat;
  startsAt: Instant | null;
  endsAt: Instant | null;
  /** What is left; null: no limit. */
  stock: number | null;
  claimWithinHours: number | null;
  autoClaim: boolean;
  priority: number;
  enabled: boolean;
}

export const inOrder = (rewards: Iterable<Reward>): Reward[] =>
  [...rewards].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));

export const isWindowOpen = ({ startsAt, endsAt }: Reward, at: Instant): boolean =>
  (startsAt === null || startsAt <= at) && (endsAt === null || at < endsAt);

export const isMet = (reward: Reward, user: User): boolean =>
  reward.conditions.every(([metric, atLeast]) => metrics[metric].of(user) >= atLeast);

const periods: Record<Repeat, (day: Day, user: User) => string | null> = {
  once: () => "once",
  run: (_day, user) => user.run && `run-${isoDay(user.run.startedOn)}`,
  day: isoDay,
  week: (day) => {
    const { yearOfWeek, weekOfYear } = plainDate(day);
    return `${yearOfWeek}-W${String(weekOfYear).padStart(2, "0")}`;
  },
  month: (day) => isoDay(day).slice(0, 7),
};

/** Null: a reward of a run when there is none. */
export const periodKey = (repeats: Repeat, day: Day, user: User): string | null => periods[repeats](day, user);

/** The code of what stands against giving all of it. */
export function obstacle(user: User, gives: Gives, parameters: Parameters): "FZ001" | "IN001" | null {
  if (gives.freezes > 0 && gives.freezes > freezesThatFit(user, parameters)) return "FZ001";
  const added = Object.keys(gives.items).filter((item) => !(item in user.inventory)).length;
  if (added > 0 && Object.keys(user.inventory).length + added > parameters.inventory_max) return "IN001";
  return null;
}

/** Gives it to a settled user in whose way nothing stands. Returns what was given: of energy, what fits. */
export function give(user: User, gives: Gives, day: Day, parameters: Parameters): Gives {
  const filled = gives.fills_energy ? fillEnergy(user, parameters) : 0;
  const energy = filled + grantEnergy(user, gives.energy, parameters);
  grantPoints(user, gives.points);
  grantXp(user, gives.xp, parameters);
  grantFreezes(user, gives.freezes, day);
  addItems(user, gives.items);
  return { ...gives, energy };
}
