// What users have got, besides the state: check-ins, repairs, unlocks, claims, and the journal of it all.
import type { Json } from "./json.ts";
import type { Gives, Reward } from "./reward.ts";
import type { Day, Instant } from "./time.ts";
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
export interface Repair {
  /** Amnesties may have turned the marks of some of them since. */
  days: Day[];
  points: number;
  followedBy: Follow;
}
/** What only some kinds of entries have. */
export interface Details {
  /** Told only of commands that take a key, and of reversals. */
  asked: { [key: string]: Json } | null;
  terms: { [key: string]: Json } | null;
  key: string | null;
  /** The number of the entry that this one reverses. */
  reverses: number | null;
}
export const noDetails: Details = { asked: null, terms: null, key: null, reverses: null };

export interface Entry extends Details {
  kind:
    | ("bootstrap" | "settings" | "check_in" | "claim" | "pause" | "repair" | "amnesty")
    | ("spend" | "buy" | "use" | "discard" | "grant" | "reversal" | "clock");
  day: Day;
  /** The state after the entry before it; then settled up to what this entry did; then after it. */
  before: User | null;
  settled: User | null;
  after: User;
  ruleVersion: number;
  /** Told only of commands that answer with their entry. */
  followedBy: Follow;
}
export interface Possessions {
  checkIns: Map<Day, CheckIn>;
  repairs: Repair[];
  unlocks: Unlock[];
  claims: Claim[];
  journal: Entry[];
  /** How many entries are stored: those of amnesties wait for the user's next command. */
  stored: number;
}

export const noRecord = (): Possessions => ({
  checkIns: new Map(),
  repairs: [],
  unlocks: [],
  claims: [],
  journal: [],
  stored: 0,
});

export const nothingFollows: Follow = { unlocked: [], claimed: [] };

export const claimOf = ({ claims }: Possessions, { reward, period }: Unlock): Claim | undefined =>
  claims.find((claim) => claim.reward === reward && claim.period === period);
