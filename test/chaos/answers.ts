// What all answers together must be like: one effect and one answer for each key, and no refusal that is not a rule's.
import { differences } from "../model/json.ts";
import type { Json } from "../model/json.ts";
import type { Outcome } from "./client.ts";
import type { Shown } from "./knowledge.ts";

/** An entry of the journal that no second one may be like: `key` is the idempotency key, or what a reversal reverses. */
export interface KeyedEntry {
  key: string;
  kind: string;
  asked: Json;
}
/** How many entries of a kind that tells a first answer from a repeat a user has, but for claims that claimed themselves. */
export interface EntryCount {
  subject: string;
  kind: string;
  entries: number;
}
export type Differences = Record<"errors" | "keys" | "natural_keys" | "effects", string[]>;
type Answered = Extract<Outcome, { is: "answered" }>;

export function differencesOf(outcomes: Outcome[], keyedEntries: KeyedEntry[], counts: EntryCount[]): Differences {
  const entries = new Map(keyedEntries.map((entry) => [entry.key, entry]));
  const byKey = grouped(outcomes, ({ command }) => command.key);
  return {
    errors: outcomes.flatMap((outcome) => (outcome.is === "wrong" ? [`${outcome.command.user} ${outcome.command.kind}: ${outcome.what}`] : [])),
    keys: [
      ...[...byKey].flatMap(([key, all]) => keyDifferences(all, entries.get(key)).map((what) => `${key}: ${what}`)),
      ...[...entries.keys()].filter((key) => !byKey.has(key)).map((key) => `${key}: an entry that nobody asked for`),
    ],
    natural_keys: [...grouped(outcomes.filter(isAnswered), naturalKey)].flatMap(([key, all]) =>
      sameAnswers(all, true).map((what) => `${key}: ${what}`),
    ),
    effects: effectDifferences(outcomes, counts),
  };
}

/** Of all calls with one key. Whose call was dropped may be refused when asking again, and only then be served: nobody knows of that entry. */
function keyDifferences(all: Outcome[], entry: KeyedEntry | undefined): string[] {
  const answered = all.filter(isAnswered);
  const isOf = ({ command }: Outcome): boolean =>
    entry !== undefined && command.kind === entry.kind && (command.kind === "reversal" || differences(command.asked, entry.asked).length === 0);
  const reused = all.filter((outcome) => outcome.is === "refused" && outcome.code === "IDEMPOTENCY_KEY_REUSED");
  return [
    ...(answered.length > 0 && !entry ? ["answered, and there is no entry"] : []),
    ...(answered.length === 0 && entry && !all.some((outcome) => outcome.is === "dropped" && isOf(outcome)) ? ["refused each time, and there is an entry"] : []),
    ...answered.filter((outcome) => !isOf(outcome)).map(({ command }) => `also taken by ${command.kind} ${JSON.stringify(command.asked)}`),
    ...reused.filter((outcome) => !entry || isOf(outcome)).map(({ command }) => `refused as reused to its owner, ${command.kind}`),
    ...sameAnswers(answered, all.some(({ is }) => is === "dropped")),
  ];
}

/** But for the state and for who was first: one, or nobody when the first may have been dropped. */
function sameAnswers(answered: Answered[], mayLackFirst: boolean): string[] {
  const firsts = answered.filter(({ isRepeat }) => isRepeat === false).length;
  const contents = answered.map(({ answer }) => content(answer));
  return [
    ...(firsts > 1 || (firsts === 0 && answered.length > 0 && !mayLackFirst) ? [`${firsts} of ${answered.length} answers are the first`] : []),
    ...new Set(contents.flatMap((other) => unlike(contents[0] ?? {}, other))),
  ];
}

const content = ({ state: _state, replayed: _replayed, alreadyCheckedIn: _checkedIn, alreadyClaimed: _claimed, ...rest }: Shown): Shown => rest;

const unlike = (one: Shown, other: Shown): string[] =>
  Object.keys(one)
    .map((name) => [name, JSON.stringify(one[name]), JSON.stringify(other[name])])
    .flatMap(([name, ours, theirs]) => (ours === theirs ? [] : [`two answers differ in ${name}: ${ours} and ${theirs}`]));

/** Check-ins and claims are repeatable by what they are about, which the answer says. */
function naturalKey({ command: { kind, user }, answer }: Answered): string | null {
  if (kind === "check_in") return `${user} check-in ${answer["day"] as string}`;
  if (kind !== "claim") return null;
  const { rewardId, periodKey } = answer["claim"] as Record<string, string>;
  return `${user} claim ${rewardId} ${periodKey}`;
}

/** First answers that were heard have an entry each; further entries are of calls that were dropped. */
function effectDifferences(outcomes: Outcome[], counts: EntryCount[]): string[] {
  const kindOf = ({ command }: Outcome): string => `${command.user} ${command.kind}`;
  const entries = new Map(counts.map(({ subject, kind, entries: found }) => [`${subject} ${kind}`, found]));
  const told = grouped(outcomes, (outcome) => (outcome.is === "answered" && outcome.isRepeat === null ? null : kindOf(outcome)));
  return [...new Set([...entries.keys(), ...told.keys()])].flatMap((name) => {
    if (/ (amnesty|stock|settings|pause|bootstrap)$/.test(name)) return [];
    const all = told.get(name) ?? [];
    const firsts = all.filter((outcome) => outcome.is === "answered" && outcome.isRepeat === false).length;
    const dropped = all.filter(({ is }) => is === "dropped").length;
    const found = entries.get(name) ?? 0;
    return found < firsts || found > firsts + dropped ? [`${name}: ${found} entries, ${firsts} first answers, ${dropped} dropped`] : [];
  });
}

const isAnswered = (outcome: Outcome): outcome is Answered => outcome.is === "answered";

/** Those without a key are left out. */
function grouped<Value>(values: Value[], keyOf: (value: Value) => string | null): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
