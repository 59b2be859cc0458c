// A user as the model knows one: everything that commands and amnesties have made of them so far.
import type { Parameters, Rules } from "./parameters.ts";
import { hasHours, localDay } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";

export type MarkKind = "check_in" | "late" | "freeze" | "pause" | "amnesty" | "travel" | "repair";

/** `entry` is the one that made it; missing while only settling has. */
export type Mark = {
  entry?: { number: number; at: Instant; zone: string; dayStartHour: number; ruleVersion: number };
} & (
  | { kind: "freeze"; grantedOn: Day }
  | { kind: "repair"; paid: number }
  | { kind: Exclude<MarkKind, "freeze" | "repair"> }
);

/** Both days are included. */
export interface Pause {
  from: Day;
  until: Day;
}
export interface Amnesty {
  id: number;
  firstDay: Day;
  lastDay: Day;
  reason: string;
  declaredAt: Instant;
}

export interface User {
  subject: string;
  createdAt: Instant;
  joinedOn: Day;
  sequenceNumber: number;
  occurredAt: Instant;
  lastDay: Day | null;
  settings: Settings;
  marks: Map<Day, Mark>;
  run: { length: number; startedOn: Day } | null;
  /** The day that ended the last run. */
  endedOn: Day | null;
  longest: number;
  checkIns: number;
  /** Days of grant, oldest first. */
  freezes: Day[];
  lastTravelDay: Day | null;
  /** The last one, over or not. */
  pause: Pause | null;
  /** Those in force for the user, oldest first. */
  amnesties: Amnesty[];
  energy: { value: number; anchor: Instant };
  xp: number;
  level: number;
  points: number;
  lifetimePoints: number;
  inventory: Record<string, number>;
}

/** Amnesties that were declared before are in force from the start. */
export function newUser(
  subject: string,
  settings: Settings,
  at: Instant,
  parameters: Parameters,
  amnesties: Amnesty[],
): User {
  const joinedOn = localDay(at, settings);
  return {
    subject,
    createdAt: at,
    joinedOn,
    sequenceNumber: 0,
    occurredAt: at,
    lastDay: null,
    settings,
    marks: new Map(),
    run: null,
    endedOn: null,
    longest: 0,
    checkIns: 0,
    freezes: Array.from({ length: parameters.freezes_start }, () => joinedOn),
    lastTravelDay: null,
    pause: null,
    amnesties: [...amnesties],
    energy: { value: parameters.energy_start, anchor: at },
    xp: 0,
    level: 1,
    points: 0,
    lifetimePoints: 0,
    inventory: {},
  };
}

export const isCounting = (mark: Mark | undefined): boolean => mark?.kind === "check_in" || mark?.kind === "late";

/** The last marked day of any of these kinds. */
export function lastMarked(user: User, ...kinds: MarkKind[]): Day | null {
  const days = [...user.marks].filter(([, { kind }]) => kinds.length === 0 || kinds.includes(kind)).map(([day]) => day);
  return days.length > 0 ? Math.max(...days) : null;
}

export const lastCheckInDay = (user: User): Day | null => lastMarked(user, "check_in", "late");

/** The engagement day: it never goes back. */
export function today(user: User, at: Instant): Day {
  return Math.max(localDay(at, user.settings), user.lastDay ?? -Infinity);
}

/** Whether a day can still be checked in: today, or yesterday within its grace, when nothing later is marked. */
export function isOpen(user: User, day: Day, at: Instant, rules: Rules): boolean {
  const isOver = day <= (lastMarked(user) ?? -Infinity) || day <= (user.endedOn ?? -Infinity);
  const now = today(user, at);
  const isOpenLate = day === now - 1 && at < rules.deadline(day, user.settings) && hasHours(day, user.settings);
  return !isOver && (day === now || isOpenLate);
}
