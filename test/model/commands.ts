// What users, operators and time do in a run: plain data, made by fast-check and told in words.
import type { ShopCommand } from "./commands_shop.ts";
import type { Item } from "./item.ts";
import type { Json } from "./json.ts";
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
  "end of the time to repair",
  "begin of the pause",
  "end of the pause",
  "next refill",
  "full energy",
  "rule version",
  "window",
  "expiry of an unlock",
  "change of the zone's clock",
  "day end at a change of the zone's clock",
] as const;
export type Boundary = (typeof boundaries)[number];

export type PauseTarget = "today" | "end of the pause" | "longest pause";
export type RepairTarget = "gap" | "repaired day" | "today";
export type AmnestyTarget = "today" | "latest gap" | "first gap" | "freeze" | "repaired day" | "amnesty";

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
  /** So long after the next start of a day of the user, and some days more, who then checks in: the first day, or what is not said. */
  | { kind: "next day"; user: string; missed: number; after: number; day: -1 | null }
  /** So many days after today, after the end of the last pause, or after the last day up to which a pause can be. */
  | { kind: "pause"; user: string; from: PauseTarget; days: number }
  /** On the day after the last one of the pause, until so many days later. */
  | { kind: "pause again"; user: string; days: number }
  /** A day, counted back from the last one in a gap or the last one that is repaired; without such, from today. */
  | { kind: "repair"; user: string; from: RepairTarget; back: number }
  /** From so many days after the first one of these of a user, or after today; so many, or (null) through the last one. */
  | { kind: "amnesty"; user: string; from: AmnestyTarget; after: number; days: number | null; reason: string }
  /** Goes to a zone in the west, and from there to one in the east so long before the day ends. */
  | { kind: "fly"; user: string; west: string; east: string; before: number }
  /** By milliseconds, also backwards. */
  | { kind: "wait"; by: number }
  /** To the next such instant of the user, give or take milliseconds, and perhaps a check-in for the day before. */
  | { kind: "wait until"; user: string; boundary: Boundary; offset: number; checkIn: boolean }
  | { kind: "enable"; reward: string; enabled: boolean }
  | { kind: "add stock"; reward: string; amount: number }
  | ShopCommand;

/** A run: the rules and rewards that there are, whose token names which zone, and what happens. */
export interface Run {
  start: Instant;
  tokenZones: Record<string, string | null>;
  versions: RuleVersion[];
  rewards: Reward[];
  items: Item[];
  commands: Command[];
}

/** One call of the product, as it was made. */
export type Call = UserCall | OperatorCall;
interface Made {
  at: Instant;
  arguments: Record<string, Json>;
}
export interface UserCall extends Made {
  user: string;
  name:
    | "look"
    | "calendar"
    | "bootstrap"
    | "check_in"
    | "update_settings"
    | "claim_reward"
    | "pause_streak"
    | "repair_streak"
    | ("spend_energy" | "buy_item" | "use_item" | "discard_item" | "advance_my_clock");
}
export interface OperatorCall extends Made {
  user: null;
  name: "enable" | "add_stock" | "declare_amnesty" | "change_item" | "grant_effects" | "reverse_entry";
}

export function describeCall({ at, user, name, arguments: given }: Call): string {
  const values = Object.entries(given).filter(([, value]) => value !== null);
  return `${iso(at)} ${user ?? "operator"}: ${name}(${values.map(([key, value]) => `${key} => ${JSON.stringify(value)}`).join(", ")})`;
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
    ...run.items.map((item) => `item ${JSON.stringify(item)}`),
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
