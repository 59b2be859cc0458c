// The model's answers to calls that spend, buy, use, grant, reverse, change items, and move a clock.
import { number, requiredText, text } from "./arguments.ts";
import { buyItem } from "./buy.ts";
import { advanceClock } from "./clock.ts";
import type { Call } from "./commands.ts";
import { discardItem } from "./discard.ts";
import { grantEffects } from "./grant.ts";
import type { Json } from "./json.ts";
import { reverseEntry } from "./reversal.ts";
import type { Gives } from "./reward.ts";
import { nothing } from "./seeds.ts";
import { commandAnswer } from "./show_answers.ts";
import { spendEnergy } from "./spend.ts";
import { useItem } from "./use.ts";
import type { World } from "./world.ts";

const key = (call: Call): string => requiredText(call, "idempotency_key");
const id = (call: Call): string => requiredText(call, "item_id");
/** What is not said is nothing. */
const gives = (call: Call): Gives => ({ ...nothing, ...(call.arguments["gives"] as Partial<Gives>) });

export const shopAnswers = {
  spend_energy: (world: World, user: string, call: Call): Json => {
    const made = spendEnergy(world, user, number(call, "amount") ?? 0, key(call), text(call, "reason"));
    return commandAnswer(world, user, made);
  },
  buy_item: (world: World, user: string, call: Call): Json =>
    commandAnswer(world, user, buyItem(world, user, id(call), key(call), number(call, "quantity") ?? 1)),
  use_item: (world: World, user: string, call: Call): Json =>
    commandAnswer(world, user, useItem(world, user, id(call), key(call))),
  discard_item: (world: World, user: string, call: Call): Json =>
    commandAnswer(world, user, discardItem(world, user, id(call), key(call), number(call, "quantity") ?? 1)),
  advance_my_clock: (world: World, user: string, call: Call): Json =>
    commandAnswer(world, user, advanceClock(world, user, number(call, "days") ?? 0, number(call, "hours") ?? 0, key(call))),
};

export const shopOperations = {
  change_item: (world: World, call: Call): Json => {
    const item = { pricePoints: number(call, "price_points") ?? 0, onSale: call.arguments["on_sale"] === true };
    world.items.set(id(call), { id: id(call), gives: gives(call), ...item });
    return null;
  },
  grant_effects: (world: World, call: Call): Json => {
    const user = requiredText(call, "user");
    return commandAnswer(world, user, grantEffects(world, user, gives(call), requiredText(call, "reason"), key(call)));
  },
  reverse_entry: (world: World, call: Call): Json => {
    const user = requiredText(call, "user");
    const entry = number(call, "sequence_number") ?? 0;
    return commandAnswer(world, user, reverseEntry(world, user, entry, requiredText(call, "reason")));
  },
};
