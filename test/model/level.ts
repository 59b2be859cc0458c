// XP, levels and the boost of points (rules.md 6 and 7).
import type { Parameters } from "./parameters.ts";
import type { User } from "./user.ts";

export const levelFor = (xp: number, { level_thresholds }: Parameters): number =>
  level_thresholds.filter((threshold) => threshold <= xp).length;

/** Of a level, or of the last one that there is. */
export const boost = (level: number, { level_boosts_basis_points: boosts }: Parameters): number =>
  boosts[Math.min(level, boosts.length) - 1] ?? 0;

export function grantXp(user: User, amount: number, parameters: Parameters): void {
  user.xp += amount;
  user.level = Math.max(user.level, levelFor(user.xp, parameters));
}

export function grantPoints(user: User, amount: number): void {
  user.points += amount;
  user.lifetimePoints += amount;
}
