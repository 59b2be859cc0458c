// The inventory (rules.md 9): what is used up is no longer held.
import type { User } from "./user.ts";

/** Or takes, if negative: no more than are held. */
export function addItems(user: User, items: Record<string, number>): void {
  const sums = Object.entries(items).map(([item, quantity]) => [item, (user.inventory[item] ?? 0) + quantity] as const);
  const all = Object.entries({ ...user.inventory, ...Object.fromEntries(sums) });
  user.inventory = Object.fromEntries(all.filter(([, quantity]) => quantity !== 0));
}
