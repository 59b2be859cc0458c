// Plays what the journal says has happened to each user on the model, and asks whether it would have ended so there.
import type { Call, Run } from "../model/commands.ts";
import { differences, normalised } from "../model/json.ts";
import type { Json } from "../model/json.ts";
import { outcomeOf, worldOf } from "../model/model.ts";
import { isoOrNull, storedState } from "../model/show.ts";
import { storedMarks } from "../model/show_calendar.ts";
import { journal } from "../model/show_journal.ts";
import { dayLength, iso, minute } from "../model/time.ts";
import type { World } from "../model/world.ts";
import type { Shown } from "./knowledge.ts";

export interface Entry {
  kind: keyof typeof calls;
  asked: Shown;
  occurred_at: string;
  idempotency_key: string | null;
  reverses: number | null;
  automatic: boolean;
  last_amnesty_id: number;
}
export interface Story {
  subject: string;
  zone: string | null;
  entries: Entry[];
  ending: Json;
}
export interface Amnesty {
  id: number;
  first_day: string;
  last_day: string;
  reason: string;
  declared_at: string;
}

/** A call of the user's own, or of an operator, who names the user. */
type Told = { name: string; arguments: Shown; isOperators?: true };
const keyed = (name: string) => ({ asked, idempotency_key }: Entry): Told => ({ name, arguments: { ...asked, idempotency_key } });
const plain = (name: string) => ({ asked }: Entry): Told => ({ name, arguments: asked });

/** The call that an entry records. */
const calls = {
  bootstrap: plain("bootstrap"),
  settings: plain("update_settings"),
  check_in: plain("check_in"),
  claim: (entry: Entry): Told | null => (entry.automatic ? null : plain("claim_reward")(entry)),
  pause: plain("pause_streak"),
  repair: plain("repair_streak"),
  amnesty: (): null => null,
  spend: keyed("spend_energy"),
  buy: keyed("buy_item"),
  use: keyed("use_item"),
  discard: keyed("discard_item"),
  clock: keyed("advance_my_clock"),
  grant: ({ asked, idempotency_key }: Entry): Told => ({
    name: "grant_effects",
    arguments: { ...asked, gives: given(asked["gives"] as Shown), idempotency_key },
    isOperators: true,
  }),
  reversal: (entry: Entry): Told => ({ ...plain("reverse_entry")(entry), isOperators: true }),
};

/** The model has items by id, as in an inventory. */
function given({ items, ...others }: Shown): Shown {
  const quantities = (items ?? []) as { item_id: string; quantity: number }[];
  return { ...others, items: Object.fromEntries(quantities.map(({ item_id, quantity }) => [item_id, quantity])) };
}

/** Where model and product differ. */
export function disagreements(story: Story, amnesties: Amnesty[], setting: Omit<Run, "tokenZones" | "commands">): string[] {
  const { subject, entries } = story;
  const world = worldOf({ ...setting, tokenZones: { [subject]: story.zone }, commands: [] });
  for (const [index, entry] of entries.entries()) {
    for (const amnesty of amnesties.slice(world.amnesties.length, entry.last_amnesty_id)) declare(world, amnesty, aheadAfter(entries.slice(0, index)));
    const told = calls[entry.kind](entry);
    if (told === null) continue;
    supply(world, entries.slice(index, next(entries, index)));
    const { isOperators, ...call } = told;
    const who = isOperators ? null : subject;
    const asTold = isOperators ? { ...call, arguments: { ...call.arguments, user: subject } } : call;
    const refused = play(world, who, asTold, entry.occurred_at);
    if (refused !== null) return [`${subject}, entry ${index + 1}: the model refuses ${told.name}: ${refused}`];
  }
  // An amnesty that a repeat stored, which has no entry itself.
  if (entries.at(-1)?.kind === "amnesty") world.accept(subject);
  return differences(ending(world, subject), normalised(story.ending)).map((difference) => `${subject}: ${difference}`);
}

function play(world: World, user: string | null, told: Told, at: string): string | null {
  world.clock = Date.parse(at);
  const { refused } = outcomeOf(world, { ...told, user, at: world.clock } as Call);
  return refused === undefined ? null : JSON.stringify(refused);
}

/** By how many milliseconds a test user's clock is ahead of everybody's. */
const aheadAfter = (entries: Entry[]): number =>
  entries.filter(({ kind }) => kind === "clock").reduce((ms, { asked }) => ms + Number(asked["days"]) * dayLength + Number(asked["hours"]) * 60 * minute, 0);

/** An amnesty comes before the first entry that knows of it, and was declared at an instant of the user's own clock. */
function declare(world: World, { first_day, last_day, reason, declared_at }: Amnesty, ahead: number): void {
  const at = iso(Date.parse(declared_at) + ahead);
  const refused = play(world, null, { name: "declare_amnesty", arguments: { first_day, last_day, reason } }, at);
  if (refused !== null) throw new Error(`the model refuses an amnesty: ${refused}`);
}

/** The entry after a command and the claims that followed it by themselves. */
function next(entries: Entry[], index: number): number {
  const found = entries.findIndex((entry, later) => later > index && !entry.automatic);
  return found < 0 ? entries.length : found;
}

/** What others left of a limited reward decides the product alone: there is just what the user had of it. */
function supply(world: World, entries: Entry[]): void {
  for (const reward of world.rewards.values())
    if (reward.stock !== null)
      reward.stock = entries.filter(({ kind, asked }) => kind === "claim" && asked["reward_id"] === reward.id).length;
}

function ending(world: World, subject: string): Shown {
  const { unlocks, claims } = world.record(subject);
  return {
    stored: storedState(world, subject),
    marks: storedMarks(world, subject),
    unlocks: Object.fromEntries(
      unlocks.map(({ reward, period, at, entry, claimableUntil }) => [
        `${reward.id} ${period}`,
        { at: iso(at), entry, claimable_until: isoOrNull(claimableUntil) },
      ]),
    ),
    claims: Object.fromEntries(
      claims.map(({ reward, period, at, entry, automatic }) => [`${reward.id} ${period}`, { at: iso(at), entry, automatic }]),
    ),
    journal: journal(world, subject, 0),
  };
}
