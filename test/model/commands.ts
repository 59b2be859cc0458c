// What users, operators and time do in a run: plain data, made by fast-check and told in words.
import { version1 } from "./parameters.ts";
import type { Parameters, RuleVersion } from "./parameters.ts";
import type { Reward } from "./reward.ts";
import type { Instant } from "./time.ts";
import { iso } from "./time.ts";

/** What can change at once at an instant that the model knows. */
export const boundaries = [
  "day end",
  "grace end",
  "next day's grace end",
  "expiry of the run",
  "next refill",
  "full energy",
  "rule version",
  "window",
  "expiry of an unlock",
  "change of the zone's clock",
  "day end at a change of the zone's clock",
] as const;
export type Boundary = (typeof boundaries)[number];

export type Command =
  | { kind: "look"; user: string }
  | { kind: "calendar"; user: string; since: number; until: number }
  | { kind: "bootstrap"; user: string; zone: string | null; dayStartHour: number | null }
  /** Days from today; null is no argument. */
  | { kind: "check in"; user: string; day: number | null }
  | { kind: "settings"; user: string; zone: string | null; dayStartHour: number | null }
  | { kind: "claim"; user: string; reward: string; period: string | null }
  /** One of the user's unlocks, counted from the latest; by its period or without one. */
  | { kind: "claim unlock"; user: string; back: number; named: boolean }
  /** So long after the next start of a day of the user, who then checks in: the day before, or what is not said. */
  | { kind: "next day"; user: string; after: number; day: -1 | null }
  /** Goes to a zone in the west, and from there to one in the east so long before the day ends. */
  | { kind: "fly"; user: string; west: string; east: string; before: number }
  /** By milliseconds, also backwards. */
  | { kind: "wait"; by: number }
  /** To the next such instant of the user, give or take milliseconds. */
  | { kind: "wait until"; user: string; boundary: Boundary; offset: number }
  | { kind: "enable"; reward: string; enabled: boolean }
  | { kind: "add stock"; reward: string; amount: number };

/** A run: the rules and rewards that there are, whose token names which zone, and what happens. */
export interface Run {
  start: Instant;
  tokenZones: Record<string, string | null>;
  versions: RuleVersion[];
  rewards: Reward[];
  commands: Command[];
}

/** One call of the product, as it was made. */
export interface Call {
  at: Instant;
  user: string;
  name: "look" | "calendar" | "bootstrap" | "check_in" | "update_settings" | "claim_reward";
  arguments: Record<string, string | number | null>;
}

export function describeCall({ at, user, name, arguments: given }: Call): string {
  const values = Object.entries(given).filter(([, value]) => value !== null);
  return `${iso(at)} ${user}: ${name}(${values.map(([key, value]) => `${key} => ${JSON.stringify(value)}`).join(", ")})`;
}

/** Rules and rewards of a run, so far as they differ from those that the product starts with. */
export function describeSetUp(run: Run): string[] {
  const zones = Object.entries(run.tokenZones).filter(([, zone]) => zone !== null);
  return [
    ...zones.map(([user, zone]) => `${user}'s token says ${zone}`),
    ...run.versions.map(
      (version) => `rule version ${version.id} from ${iso(version.effectiveFrom)}: ${JSON.stringify(changes(version))}`,
    ),
    ...run.rewards.map((reward) => `reward ${JSON.stringify(reward, instants)}`),
  ];
}

const changes = ({ id: _id, effectiveFrom: _from, ...parameters }: RuleVersion): Partial<Parameters> =>
  Object.fromEntries(
    Object.entries(parameters).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(version1[name as keyof Parameters]),
    ),
  );

const instants = (key: string, value: unknown): unknown =>
  (key === "startsAt" || key === "endsAt") && typeof value === "number" ? iso(value) : value;
