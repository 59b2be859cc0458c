// Energy (rules.md 5), ticked one refill at a time.
import type { Parameters, Rules } from "./parameters.ts";
import { levelFor } from "./level.ts";
import { second } from "./time.ts";
import type { Instant } from "./time.ts";
import type { User } from "./user.ts";

/** Lets each refill up to an instant come under one rule version. */
function tick(user: User, at: Instant, parameters: Parameters): void {
  const interval = parameters.energy_refill_seconds * second;
  let { value, anchor } = user.energy;
  while (value < parameters.energy_max && anchor + interval <= at) {
    value = Math.min(parameters.energy_max, value + parameters.energy_refill_amount);
    anchor += interval;
  }
  user.energy = { value, anchor: value >= parameters.energy_max ? at : anchor };
}

/** Each rule version in turn: energy refills under it, and its successor's thresholds may raise the level. */
export function settleUnderEachVersion(user: User, at: Instant, rules: Rules): void {
  let current = rules.at(user.occurredAt);
  for (const next of rules.between(user.occurredAt, at)) {
    tick(user, next.effectiveFrom, current);
    user.level = Math.max(user.level, levelFor(user.xp, next));
    current = next;
  }
  tick(user, at, current);
}

/** To a user who is settled. Returns what fitted. */
export function grantEnergy(user: User, amount: number, parameters: Parameters): number {
  const before = user.energy.value;
  const most = parameters.energy_max + parameters.energy_overfill;
  user.energy.value = Math.max(before, Math.min(most, before + amount));
  return user.energy.value - before;
}

/** To the maximum, of a user who is settled. Returns what was missing. */
export function fillEnergy(user: User, { energy_max }: Parameters): number {
  const missing = Math.max(0, energy_max - user.energy.value);
  user.energy.value += missing;
  return missing;
}

/** From a user who is settled and has as much. Full energy starts its next interval now, as settling has set the anchor. */
export function takeEnergy(user: User, amount: number): void {
  user.energy.value -= amount;
}

/** The instants of the next refill and of the last one, of a user who is settled. */
export function refills(user: User, parameters: Parameters): { next: Instant | null; full: Instant | null } {
  const interval = parameters.energy_refill_seconds * second;
  const missing = parameters.energy_max - user.energy.value;
  if (missing <= 0) return { next: null, full: null };
  const { anchor } = user.energy;
  return { next: anchor + interval, full: anchor + Math.ceil(missing / parameters.energy_refill_amount) * interval };
}
