// A user as the model knows one: everything that commands have made of them so far.
import type { Parameters, Rules } from "./parameters.ts";
import { localDay } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";

export type MarkKind = "check_in" | "late" | "freeze" | "travel";

/** `stored` is missing until a command stores what settling has marked. */
export interface Mark {
  kind: MarkKind;
  stored?: { at: Instant; zone: string; dayStartHour: number; ruleVersion: number };
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
  energy: { value: number; anchor: Instant };
  xp: number;
  level: number;
  points: number;
  lifetimePoints: number;
  inventory: Record<string, number>;
}

export function newUser(subject: string, settings: Settings, at: Instant, parameters: Parameters): User {
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

/** The engagement day: it never goes back. */
export function today(user: User, at: Instant): Day {
  return Math.max(localDay(at, user.settings), user.lastDay ?? -Infinity);
}

/** Whether a day can still be checked in: today, or yesterday within its grace, when nothing later is marked. */
export function isOpen(user: User, day: Day, at: Instant, rules: Rules): boolean {
  const isOver = day <= (lastMarked(user) ?? -Infinity) || day <= (user.endedOn ?? -Infinity);
  const now = today(user, at);
  return !isOver && (day === now || (day === now - 1 && at < rules.deadline(day, user.settings)));
}
