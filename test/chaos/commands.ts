// What clients want: commands made up at random, most of them for the same few users.
import type { Reward } from "../model/reward.ts";
import { zones } from "../model/time.ts";
import { rewardInput } from "./catalogue.ts";
import { kinds } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { dayText } from "./knowledge.ts";
import type { Knowledge, Shown } from "./knowledge.ts";
import type { Random } from "./random.ts";

export interface Command {
  kind: Kind;
  /** Whose state it is about. */
  user: string;
  input: Shown;
  /** As the journal keeps the arguments of a command with a key. */
  asked: Shown;
  /** What it has one effect for: the user's idempotency key, or the entry that it reverses. */
  key: string | null;
}

export interface Population {
  users: string[];
  /** Whom most commands are about. */
  hot: string[];
  /** Who have a clock of their own; one of them is hot. */
  testUsers: string[];
  ids: Map<string, string>;
  limited: Reward[];
}

const weights: Record<Kind, number> = {
  bootstrap: 1, settings: 5, check_in: 24, claim: 20, pause: 4, repair: 6, amnesty: 0.5, stock: 1,
  spend: 14, buy: 14, use: 14, discard: 2, grant: 8, reversal: 8, clock: 3,
};

const itemsWanted = { coffee: 6, focus_chip: 4, streak_freeze: 1 };
/** Of each campaign, one key is sent to many users. */
const campaigns: readonly { key: string; gives: Shown }[] = [
  { key: "11111111-1111-4111-a111-111111111111", gives: { points: 25 } },
  { key: "22222222-2222-4222-a222-222222222222", gives: { items: [{ item_id: "coffee", quantity: 2 }] } },
];
const gifts: readonly Shown[] = [
  { points: 60 }, { points: 250 }, { energy: 30 }, { freezes: 1 }, { xp: 40, points: 5 }, { items: [{ item_id: "coffee", quantity: 1 }] },
];
const reusedKeys = 0.04;

export function make(random: Random, knowledge: Knowledge, population: Population): Command {
  const kind = random.weighted(weights);
  const about = kind === "clock" ? population.testUsers : population.hot;
  const user = random.of(random.chance(0.6) ? about : population.users);
  const { input, asked, key } = makers[kind](random, knowledge, population, user);
  const command: Command = { kind, user, input, asked: asked ?? {}, key: key ?? null };
  if (!("isKeyed" in kinds[kind])) return command;
  // A key of another command of the user, as a client with a bug would send it.
  const others = random.chance(reusedKeys) ? knowledge.commands.filter((other) => other.user === user && "isKeyed" in kinds[other.kind]) : [];
  const idempotencyKey = others.length > 0 ? (random.of(others).input["idempotencyKey"] as string) : (key ?? random.uuid());
  return { ...command, input: { ...input, idempotencyKey }, key: `${user} ${idempotencyKey}` };
}

type Made = { input: Shown; asked?: Shown; key?: string };
type Maker = (random: Random, knowledge: Knowledge, population: Population, user: string) => Made;

const makers: Record<Kind, Maker> = {
  bootstrap: (random) => ({ input: { zone: random.of(zones), dayStartHour: random.of([0, 4]) } }),
  settings: (random) => ({ input: random.chance(0.5) ? { zone: random.of(zones) } : { dayStartHour: random.of([0, 4, 5, 6]) } }),
  check_in: (random, knowledge, _, user) => ({ input: { day: random.chance(0.7) ? null : dayText(knowledge.of(user).today, -random.from(0, 1)) } }),
  claim: (random, knowledge, population, user) => {
    const unlock = knowledge.of(user).unlocked.at(-random.from(1, 6));
    if (!unlock || random.chance(0.1)) return { input: { rewardId: random.of(["streak_3", "weekly_five", ...population.limited.map(({ id }) => id)]) } };
    return { input: { rewardId: unlock.reward, periodKey: random.chance(0.5) ? unlock.period : null } };
  },
  pause: (random, knowledge, _, user) => ({ input: { until: dayText(knowledge.of(user).today, random.from(1, 4)) } }),
  repair: (random, knowledge, _, user) => {
    const { repairable, today } = knowledge.of(user);
    return { input: { day: dayText(repairable ?? today, repairable === null ? -random.from(1, 3) : 0) } };
  },
  spend: (random) => {
    const asked = { amount: random.from(1, 40), reason: random.of([null, "A game."]) };
    return { input: asked, asked };
  },
  buy: (random) => {
    const [itemId, quantity] = [random.weighted(itemsWanted), random.of([1, 1, 1, 2, 3])];
    return { input: { itemId, quantity }, asked: { item_id: itemId, quantity } };
  },
  use: (random) => {
    const itemId = random.weighted(itemsWanted);
    return { input: { itemId }, asked: { item_id: itemId } };
  },
  discard: (random) => {
    const itemId = random.weighted(itemsWanted);
    return { input: { itemId, quantity: 1 }, asked: { item_id: itemId, quantity: 1 } };
  },
  clock: (random) => {
    const asked = { days: random.of([0, 0, 1]), hours: random.from(1, 30) };
    return { input: asked, asked };
  },
  grant: (random, _, { ids }, user) => {
    const campaign = random.chance(0.3) ? random.of(campaigns) : undefined;
    const gives = campaign?.gives ?? random.of(gifts);
    const reason = campaign ? "A campaign." : "A gift.";
    const input = { userId: ids.get(user) ?? "", gives: giftInput(gives), reason };
    return { input, asked: { gives, reason }, ...(campaign && { key: campaign.key }) };
  },
  reversal: (random, knowledge, { ids }, user) => {
    const sequenceNumber = Math.max(1, knowledge.of(user).lastEntry + 1 - random.from(0, 8));
    const input = { userId: ids.get(user) ?? "", sequenceNumber: String(sequenceNumber), reason: "A mistake." };
    return { input, key: `${user} reversal of ${sequenceNumber}` };
  },
  amnesty: (random, knowledge, _, user) => {
    const first = knowledge.of(user).today - random.from(0, 4);
    return { input: { firstDay: dayText(first), lastDay: dayText(first, random.from(0, 1)), reason: "An outage." } };
  },
  stock: (random, _, { limited }) => {
    const reward = random.of(limited);
    return { input: rewardInput(reward, (reward.stock ?? 0) + random.from(-5, 15)) };
  },
};

function giftInput(gives: Shown): Shown {
  const { items, points, xp } = gives as { items?: { item_id: string; quantity: number }[]; points?: number; xp?: number };
  const text = { ...(points !== undefined && { points: String(points) }), ...(xp !== undefined && { xp: String(xp) }) };
  return { ...gives, ...text, ...(items && { items: items.map(({ item_id: itemId, quantity }) => ({ itemId, quantity })) }) };
}
