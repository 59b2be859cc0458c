// The model: what each command does to whom, and what it answers. Naive where the product is clever: no lazy
// settling, no keys, no locks; every read walks through all day ends since the last command.
import { grantEnergy, settleUnderEachVersion } from "./energy.ts";
import { boost, grantPoints, grantXp } from "./level.ts";
import type { Rules, RuleVersion } from "./parameters.ts";
import { give, inOrder, isMet, isWindowOpen, obstacle, periodKey } from "./reward.ts";
import type { Gives, Reward } from "./reward.ts";
import { changeSettings } from "./settings.ts";
import { extendRun, freezesThatFit, grantFreezes, missUpTo, settleStreak } from "./streak.ts";
import { hour, zones } from "./time.ts";
import type { Day, Instant, Settings } from "./time.ts";
import { isOpen, newUser, today } from "./user.ts";
import type { User } from "./user.ts";

export interface Unlock {
  reward: Reward;
  period: string;
  at: Instant;
  claimableUntil: Instant | null;
  ruleVersion: number;
  entry: number;
}
export interface Claim {
  reward: Reward;
  period: string;
  at: Instant;
  automatic: boolean;
  gave: Gives;
  ruleVersion: number;
  entry: number;
  /** What the command that made it unlocked, and claimed by itself. */
  followedBy: Follow;
}
export interface Follow {
  unlocked: Unlock[];
  claimed: Claim[];
}
export interface CheckIn {
  day: Day;
  mark: "check_in" | "late";
  at: Instant;
  gave: Gives;
  freezesUsed: number;
  followedBy: Follow;
}
export interface Entry {
  kind: "bootstrap" | "settings" | "check_in" | "claim";
  day: Day;
  /** The state before the command, settled up to it, and after it. */
  before: User | null;
  settled: User | null;
  after: User;
  ruleVersion: number;
}
/** What a user has got, besides the state. */
export interface Possessions {
  checkIns: Map<Day, CheckIn>;
  unlocks: Unlock[];
  claims: Claim[];
  journal: Entry[];
}

export class Refusal extends Error {}

export class World {
  clock: Instant;
  readonly rules: Rules;
  readonly rewards: Map<string, Reward>;
  readonly tokenZones: Record<string, string | null>;
  readonly users = new Map<string, User>();
  readonly records = new Map<string, Possessions>();

  constructor(clock: Instant, rules: Rules, rewards: Reward[], tokenZones: Record<string, string | null>) {
    this.clock = clock;
    this.rules = rules;
    this.rewards = new Map(rewards.map((reward) => [reward.id, reward]));
    this.tokenZones = tokenZones;
  }

  /** A command is never dated before the last one. */
  now(subject: string): Instant {
    return Math.max(this.clock, this.users.get(subject)?.occurredAt ?? -Infinity);
  }

  /** The state as of now, of somebody unknown too: a copy, settled by the job of each day end. */
  read(subject: string): User {
    const at = this.now(subject);
    const user = structuredClone(this.users.get(subject)) ?? this.#stranger(subject);
    settleUnderEachVersion(user, at, this.rules);
    settleStreak(user, at, this.rules);
    return user;
  }

  record(subject: string): Possessions {
    const record = this.records.get(subject) ?? { checkIns: new Map(), unlocks: [], claims: [], journal: [] };
    this.records.set(subject, record);
    return record;
  }

  bootstrap(subject: string, zone: string | null, dayStartHour: number | null): void {
    const settings = { zone: zone ?? this.#tokenZone(subject), dayStartHour: dayStartHour ?? 0 };
    requireSettings(settings);
    if (!this.users.has(subject)) this.#create(subject, settings);
  }

  checkIn(subject: string, asked: Day | null): { checkIn: CheckIn; already: boolean } {
    const user = this.read(subject);
    const at = this.now(subject);
    const day = asked ?? today(user, at);
    const record = this.record(subject);
    const earlier = record.checkIns.get(day);
    if (earlier) return { checkIn: earlier, already: true };
    if (!isOpen(user, day, at, this.rules)) throw new Refusal("CK001");

    const before = this.#createdBefore(subject);
    const rules = this.rules.at(at);
    missUpTo(user, day);
    const settled = structuredClone(user);
    const mark = day === today(user, at) ? "check_in" : "late";
    user.lastDay = today(user, at);
    user.marks.set(day, { kind: mark });
    extendRun(user, day);
    const energy = grantEnergy(user, rules.check_in_energy, rules);
    const points = Math.floor((rules.check_in_points * boost(user.level, rules)) / 10000);
    grantPoints(user, points);
    grantXp(user, rules.check_in_xp, rules);
    const isMultiple = (user.run?.length ?? 0) % rules.freeze_every_days === 0;
    const freezes = isMultiple && freezesThatFit(user, rules) > 0 ? 1 : 0;
    grantFreezes(user, freezes, day);
    this.#store(user, at, "check_in", day, before, settled);

    const gave: Gives = { points, energy, xp: rules.check_in_xp, freezes, items: {} };
    const freezesUsed = before.freezes.length - settled.freezes.length;
    const checkIn = { day, mark, at, gave, freezesUsed, followedBy: this.#follow(subject, at, day) } as const;
    record.checkIns.set(day, checkIn);
    return { checkIn, already: false };
  }

  updateSettings(subject: string, zone: string | null, dayStartHour: number | null): Follow {
    const user = this.read(subject);
    const at = this.now(subject);
    const settings = {
      zone: zone ?? user.settings.zone,
      dayStartHour: dayStartHour ?? user.settings.dayStartHour,
    };
    requireSettings(settings);
    const before = this.#createdBefore(subject);
    if (settings.zone === before.settings.zone && settings.dayStartHour === before.settings.dayStartHour)
      return { unlocked: [], claimed: [] };
    const settled = structuredClone(user);
    const old = user.settings;
    changeSettings(user, settings, at, this.rules);
    const day = today(user, at);
    this.#store(user, at, "settings", day, before, settled, old);
    return this.#follow(subject, at, day);
  }

  claim(subject: string, rewardId: string, period: string | null): { claim: Claim; already: boolean } {
    const user = this.read(subject);
    const at = this.now(subject);
    const record = this.record(subject);
    const reward = this.rewards.get(rewardId);
    if (!reward) throw new Refusal("RW001");
    const unlocks = record.unlocks.filter((unlock) => unlock.reward === reward);
    const unlock = period === null ? unlocks.at(-1) : unlocks.find((candidate) => candidate.period === period);
    if (!unlock) throw new Refusal("RW002");
    const earlier = claimOf(record, unlock);
    if (earlier) return { claim: earlier, already: true };
    if (unlock.claimableUntil !== null && unlock.claimableUntil <= at) throw new Refusal("RW003");
    if (!isWindowOpen(reward, at)) throw new Refusal("RW004");
    const inTheWay = obstacle(user, reward.gives, this.rules.at(at));
    if (inTheWay) throw new Refusal(inTheWay);
    if (reward.stock === 0) throw new Refusal("RW005");

    const day = today(user, at);
    const claim = this.#makeClaim(user, unlock, at, day, false);
    claim.followedBy = this.#follow(subject, at, day);
    return { claim, already: false };
  }

  /** What an operator does. */
  setEnabled(rewardId: string, enabled: boolean): void {
    const reward = this.rewards.get(rewardId);
    if (reward) reward.enabled = enabled;
  }

  addStock(rewardId: string, amount: number): void {
    const reward = this.rewards.get(rewardId);
    if (reward) reward.stock = (reward.stock ?? 0) + amount;
  }

  /** After every command: unlocks what its state allows, each reward once, then claims what claims itself. */
  #follow(subject: string, at: Instant, day: Day): Follow {
    const user = this.read(subject);
    const record = this.record(subject);
    const ruleVersion = this.rules.at(at);
    const unlocked: Unlock[] = [];
    for (const reward of inOrder(this.rewards.values())) {
      const period = periodKey(reward.repeats, day, user);
      const isKnown = record.unlocks.some((unlock) => unlock.reward === reward && unlock.period === period);
      if (!reward.enabled || !isWindowOpen(reward, at) || period === null || isKnown || !isMet(reward, user)) continue;
      const claimableUntil = reward.claimWithinHours === null ? null : at + reward.claimWithinHours * hour;
      const entry = user.sequenceNumber;
      unlocked.push({ reward, period, at, claimableUntil, ruleVersion: ruleVersion.id, entry });
    }
    record.unlocks.push(...unlocked);
    const claimed = unlocked
      .filter(({ reward }) => reward.autoClaim)
      .flatMap((unlock) => this.#claimItself(subject, unlock, at, ruleVersion));
    return { unlocked, claimed };
  }

  /** The claim is of today, after a late check-in too. What a change of settings itself has ended is settled later. */
  #claimItself(subject: string, unlock: Unlock, at: Instant, rules: RuleVersion): Claim[] {
    const user = structuredClone(this.users.get(subject));
    if (!user) throw new Error("nobody unlocks anything before a command");
    const { reward } = unlock;
    return reward.stock === 0 || obstacle(user, reward.gives, rules)
      ? []
      : [this.#makeClaim(user, unlock, at, today(user, at), true)];
  }

  #makeClaim(user: User, unlock: Unlock, at: Instant, day: Day, automatic: boolean): Claim {
    const { reward, period } = unlock;
    const record = this.record(user.subject);
    const ruleVersion = this.rules.at(at);
    const before = this.#createdBefore(user.subject);
    const settled = structuredClone(user);
    if (reward.stock !== null) reward.stock--;
    user.lastDay = today(user, at);
    const gave = give(user, reward.gives, day, ruleVersion);
    this.#store(user, at, "claim", day, before, settled);
    const followedBy: Follow = { unlocked: [], claimed: [] };
    const entry = user.sequenceNumber;
    const claim: Claim = { reward, period, at, automatic, gave, ruleVersion: ruleVersion.id, entry, followedBy };
    record.claims.push(claim);
    return claim;
  }

  #tokenZone(subject: string): string {
    const zone = this.tokenZones[subject];
    return zone && zones.includes(zone) ? zone : "UTC";
  }

  #stranger(subject: string): User {
    const settings = { zone: this.#tokenZone(subject), dayStartHour: 0 };
    return newUser(subject, settings, this.clock, this.rules.at(this.clock));
  }

  /** The user as the last command left them; the bootstrap is made for who is not there. */
  #createdBefore(subject: string): User {
    return this.users.get(subject) ?? this.#create(subject, { zone: this.#tokenZone(subject), dayStartHour: 0 });
  }

  #create(subject: string, settings: Settings): User {
    const at = this.clock;
    const user = newUser(subject, settings, at, this.rules.at(at));
    this.#store(user, at, "bootstrap", user.joinedOn, null, null);
    return user;
  }

  /** Under the settings that were in force before the command, for days that are not marked yet. */
  #store(
    user: User,
    at: Instant,
    kind: Entry["kind"],
    day: Day,
    before: User | null,
    settled: User | null,
    { zone, dayStartHour }: Settings = user.settings,
  ): void {
    const ruleVersion = this.rules.at(at).id;
    user.sequenceNumber = (before?.sequenceNumber ?? 0) + 1;
    user.occurredAt = at;
    for (const mark of user.marks.values()) mark.stored ??= { at, zone, dayStartHour, ruleVersion };
    const stored = structuredClone(user);
    this.users.set(user.subject, stored);
    this.record(user.subject).journal.push({ kind, day, before, settled, after: stored, ruleVersion });
  }
}

export const claimOf = (record: Possessions, { reward, period }: Unlock): Claim | undefined =>
  record.claims.find((claim) => claim.reward === reward && claim.period === period);

function requireSettings({ zone, dayStartHour }: Settings): void {
  if (!zones.includes(zone)) throw new Refusal("US001");
  if (![0, 4, 5, 6].includes(dayStartHour)) throw new Refusal("US002");
}
