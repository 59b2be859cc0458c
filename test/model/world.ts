// The model's world. Naive where the product is clever: no lazy settling, no keys, no locks; every read walks through
// all day ends since the last entry, and an amnesty is true of everybody at once.
import type { Call, Run } from "./commands.ts";
import { settleUnderEachVersion } from "./energy.ts";
import type { Rules } from "./parameters.ts";
import type { Item } from "./item.ts";
import { noDetails, noRecord, nothingFollows } from "./records.ts";
import type { Details, Entry, Possessions } from "./records.ts";
import type { Reward } from "./reward.ts";
import { settleStreak } from "./streak.ts";
import { zones } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { newUser } from "./user.ts";
import type { Amnesty, User } from "./user.ts";

export class Refusal extends Error {}

export class World {
  clock: Instant;
  readonly rules: Rules;
  readonly rewards: Map<string, Reward>;
  readonly items: Map<string, Item>;
  readonly tokenZones: Run["tokenZones"];
  readonly amnesties: Amnesty[] = [];
  /** As they are since the last thing that happened to them, stored or not. */
  readonly users = new Map<string, User>();
  /** The calls that carried a key, refused or not, for others to repeat. */
  readonly keyed: Call[] = [];
  readonly records = new Map<string, Possessions>();

  constructor(clock: Instant, rules: Rules, rewards: Reward[], items: Item[], tokenZones: Run["tokenZones"]) {
    this.clock = clock;
    this.rules = rules;
    this.rewards = new Map(rewards.map((reward) => [reward.id, reward]));
    this.items = new Map(items.map((item) => [item.id, item]));
    this.tokenZones = tokenZones;
  }

  /** Nothing that happens to a user is dated before the last thing that did. */
  now(subject: string): Instant {
    return Math.max(this.clock, this.users.get(subject)?.occurredAt ?? -Infinity);
  }

  /** The state as of now, of somebody unknown too: a copy, settled by the job of each day end. */
  read(subject: string): User {
    const at = this.now(subject);
    const user = structuredClone(this.users.get(subject)) ?? this.#newUser(subject, this.#settingsOf(subject));
    settleUnderEachVersion(user, at, this.rules);
    settleStreak(user, at, this.rules);
    return user;
  }

  record(subject: string): Possessions {
    const record = this.records.get(subject) ?? noRecord();
    this.records.set(subject, record);
    return record;
  }

  bootstrap(subject: string, zone: string | null, dayStartHour: number | null): void {
    const settings = { ...this.#settingsOf(subject), ...(zone !== null && { zone }) };
    if (dayStartHour !== null) settings.dayStartHour = dayStartHour;
    requireSettings(settings);
    if (!this.users.has(subject)) this.#create(subject, settings);
  }

  /** A command that is not refused bootstraps a user who is not there, and stores what amnesties did to one who is. */
  accept(subject: string): User {
    const record = this.record(subject);
    if (record.journal.length === 0) this.#create(subject, this.#settingsOf(subject));
    record.stored = record.journal.length;
    return lastEntry(record).after;
  }

  /** The entry of what happened to a user. Its marks are under the settings that were in force before it. */
  enter(
    user: User,
    at: Instant,
    kind: Entry["kind"],
    day: Day,
    settled: User | null,
    { zone, dayStartHour }: Settings = user.settings,
    details: Partial<Details> = {},
  ): void {
    const record = this.record(user.subject);
    const ruleVersion = this.rules.at(at).id;
    user.sequenceNumber = record.journal.length + 1;
    user.occurredAt = at;
    const entry = { number: user.sequenceNumber, at, zone, dayStartHour, ruleVersion };
    for (const mark of user.marks.values()) mark.entry ??= entry;
    const after = structuredClone(user);
    const before = record.journal.at(-1)?.after ?? null;
    const rest = { ...noDetails, ...details, followedBy: nothingFollows };
    record.journal.push({ kind, day, before, settled, after, ruleVersion, ...rest });
    if (kind !== "amnesty") record.stored = record.journal.length;
    this.users.set(user.subject, after);
  }

  #settingsOf(subject: string): Settings {
    const zone = this.tokenZones[subject];
    return { zone: zone && zones.includes(zone) ? zone : "UTC", dayStartHour: 0 };
  }

  #newUser(subject: string, settings: Settings): User {
    return newUser(subject, settings, this.clock, this.rules.at(this.clock), this.amnesties);
  }

  #create(subject: string, settings: Settings): void {
    const user = this.#newUser(subject, settings);
    this.enter(user, this.clock, "bootstrap", user.joinedOn, null);
  }
}

export function lastEntry({ journal }: Possessions): Entry {
  const entry = journal.at(-1);
  if (!entry) throw new Error("nobody is there without an entry");
  return entry;
}

export function requireSettings({ zone, dayStartHour }: Settings): void {
  if (!zones.includes(zone)) throw new Refusal("US001");
  if (![0, 4, 5, 6].includes(dayStartHour)) throw new Refusal("US002");
}
