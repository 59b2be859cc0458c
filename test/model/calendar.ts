// The calendar of marks (rules.md 4): what bridges a day free of charge, the gaps, and the runs between them.
import type { Rules } from "./parameters.ts";
import { hasHours } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { isCounting, lastMarked, today } from "./user.ts";
import type { Amnesty, Mark, User } from "./user.ts";

export const isPaused = ({ pause }: User, day: Day): boolean =>
  pause !== null && pause.from <= day && day <= pause.until;

/** The latest one that names a day. */
export const amnestyOf = ({ amnesties }: User, day: Day): Amnesty | undefined =>
  amnesties.findLast(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay);

/** The mark that bridges a day for nothing; null: it has to be checked in. */
export function freeMark(
  user: User,
  day: Day,
  settings: Settings = user.settings,
): { kind: "pause" | "amnesty" | "travel" } | null {
  if (isPaused(user, day)) return { kind: "pause" };
  if (amnestyOf(user, day)) return { kind: "amnesty" };
  return hasHours(day, settings) ? null : { kind: "travel" };
}

/**
 * Stretches of unmarked days, oldest first: those between two marked days and, when the last run is over, the one
 * from its end through the last day that has ended.
 */
export function gaps(user: User, at: Instant, rules: Rules): Day[][] {
  const found: Day[][] = [];
  const last = lastMarked(user);
  if (last === null) return found;
  const end = user.run === null ? Math.max(last + 1, lastEnded(user, at, rules)) : last;
  for (let day = Math.min(...user.marks.keys()); day <= end; day++) {
    if (user.marks.has(day)) continue;
    if (user.marks.has(day - 1)) found.push([]);
    found.at(-1)?.push(day);
  }
  return found;
}

function lastEnded(user: User, at: Instant, rules: Rules): Day {
  let day = today(user, at);
  while (at < rules.deadline(day, user.settings)) day--;
  return day;
}

/** Marks days of gaps and counts the runs again: blocks become one, and days after the end of the last let it live on. */
export function bridge(user: User, marks: Map<Day, Mark>): void {
  const last = lastMarked(user);
  for (const [day, mark] of marks) user.marks.set(day, mark);
  const isAlive = user.run !== null || lastMarked(user) !== last;
  const runs = blocks(user).map((days) => days.filter((day) => isCounting(user.marks.get(day))));
  const [startedOn] = runs.at(-1) ?? [];
  user.run = isAlive && startedOn !== undefined ? { length: runs.at(-1)?.length ?? 0, startedOn } : null;
  user.longest = Math.max(user.longest, ...runs.map(({ length }) => length));
}

/** Stretches of marked days, oldest first. */
function blocks(user: User): Day[][] {
  const found: Day[][] = [];
  for (const day of [...user.marks.keys()].sort((a, b) => a - b)) {
    if (!user.marks.has(day - 1)) found.push([]);
    found.at(-1)?.push(day);
  }
  return found;
}
