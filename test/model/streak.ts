// Streaks (rules.md 4): the job that runs at the end of every day, in the order in which days end.
import { freeMark, isPaused } from "./calendar.ts";
import type { Parameters, Rules } from "./parameters.ts";
import type { Day, Instant } from "./time.ts";
import { lastCheckInDay, lastMarked } from "./user.ts";
import type { User } from "./user.ts";

/** What happens to a live run when a day has ended without a mark. */
export function miss(user: User, day: Day): void {
  if (user.run === null) return;
  const free = freeMark(user, day);
  const [oldest] = user.freezes;
  if (free !== null) {
    user.marks.set(day, free);
  } else if (oldest !== undefined && oldest < day) {
    user.freezes.shift();
    user.marks.set(day, { kind: "freeze", grantedOn: oldest });
  } else {
    user.run = null;
    user.endedOn = day;
  }
}

/** Runs the job at every deadline up to an instant. */
export function settleStreak(user: User, at: Instant, rules: Rules): void {
  for (;;) {
    const day = (lastMarked(user) ?? 0) + 1;
    if (user.run === null || at < rules.deadline(day, user.settings)) return;
    miss(user, day);
  }
}

/** Days before a marked one have ended. */
export function missUpTo(user: User, marked: Day): void {
  while (user.run !== null && (lastMarked(user) ?? 0) + 1 < marked) miss(user, (lastMarked(user) ?? 0) + 1);
}

/** When the run ends if nobody does anything: lets the jobs of the future run on a copy. Not told in a pause. */
export function expiresAt(user: User, today: Day, rules: Rules): Instant | null {
  if (status(user, today) === "paused") return null;
  const future = structuredClone(user);
  let at: Instant | null = null;
  while (future.run !== null) {
    const day = (lastMarked(future) ?? 0) + 1;
    at = rules.deadline(day, future.settings);
    miss(future, day);
  }
  return at;
}

export function extendRun(user: User, day: Day): void {
  user.run = { length: (user.run?.length ?? 0) + 1, startedOn: user.run?.startedOn ?? day };
  user.longest = Math.max(user.longest, user.run.length);
  user.checkIns++;
}

/** How many of these fit. */
export const freezesThatFit = (user: User, parameters: Parameters): number =>
  Math.max(0, parameters.freezes_max - user.freezes.length);

export function grantFreezes(user: User, count: number, day: Day): void {
  user.freezes.push(...Array.from({ length: count }, () => day));
  user.freezes.sort((a, b) => a - b);
}

export function status(user: User, today: Day): string {
  if (user.checkIns === 0) return "none";
  if (user.run === null) return "broken";
  if ((lastMarked(user) ?? 0) >= today) return "done_today";
  if (isPaused(user, today)) return "paused";
  return (lastMarked(user, "freeze") ?? 0) > (lastCheckInDay(user) ?? 0) ? "protected" : "at_risk";
}
