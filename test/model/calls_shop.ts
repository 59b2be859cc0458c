// Turns commands of the shop and its operators into calls, each with a key of its own or an earlier call's.
import type { Call, Command, OperatorCall, UserCall } from "./commands.ts";
import type { ShopCommand } from "./commands_shop.ts";
import type { Json } from "./json.ts";
import { repeated } from "./repeats.ts";
import { entryTarget } from "./targets_shop.ts";
import type { World } from "./world.ts";

const kinds: Record<ShopCommand["kind"], true> = {
  spend: true,
  buy: true,
  "buy all": true,
  afford: true,
  use: true,
  discard: true,
  "use held": true,
  grant: true,
  again: true,
  reverse: true,
  "change item": true,
};
export const isOfTheShop = (command: Command): command is ShopCommand => command.kind in kinds;

type Arguments = { [key: string]: Json };

export function* shopCallsOf(world: World, command: ShopCommand): Generator<Call> {
  const withKey = <Made extends Call>(call: Made): Made => {
    const idempotency_key = `00000000-0000-4000-8000-${String(world.keyed.length).padStart(12, "0")}`;
    const made = { ...call, arguments: { ...call.arguments, idempotency_key } };
    world.keyed.push(made);
    return made;
  };
  const call = (user: string, name: UserCall["name"], given: Arguments): UserCall => ({
    at: world.clock,
    user,
    name,
    arguments: given,
  });
  const operate = (name: OperatorCall["name"], given: Arguments): OperatorCall => ({
    at: world.clock,
    user: null,
    name,
    arguments: given,
  });
  const buy = (user: string, item_id: string, quantity: number | null): UserCall =>
    withKey(call(user, "buy_item", { item_id, quantity }));
  const use = (user: string, item_id: string): UserCall => withKey(call(user, "use_item", { item_id }));
  const grant = (user: string, gives: Arguments, reason: string): OperatorCall =>
    withKey(operate("grant_effects", { user, gives, reason }));
  const priceOf = (item: string): number => world.items.get(item)?.pricePoints ?? 1;

  switch (command.kind) {
    case "spend": {
      const from = command.from === "all" ? world.read(command.user).energy.value : 0;
      const { reason } = command;
      yield withKey(call(command.user, "spend_energy", { amount: from + command.amount, reason }));
      return;
    }
    case "buy":
      yield buy(command.user, command.item, command.quantity);
      return;
    case "buy all": {
      const affordable = Math.floor(world.read(command.user).points / priceOf(command.item));
      yield buy(command.user, command.item, affordable + command.more);
      return;
    }
    case "afford": {
      const { user, item, quantity, short } = command;
      const points = priceOf(item) * quantity - world.read(user).points - short;
      if (points > 0) yield grant(user, { points }, "So that it can be bought.");
      yield buy(user, item, quantity);
      return;
    }
    case "discard":
      yield withKey(call(command.user, "discard_item", { item_id: command.item, quantity: command.quantity }));
      return;
    case "use":
      yield use(command.user, command.item);
      return;
    case "use held": {
      const held = Object.keys(world.read(command.user).inventory).sort();
      const item = held[command.index % held.length] ?? command.item;
      if (!held.includes(item)) yield grant(command.user, { items: { [item]: 1 } }, "So that it can be used.");
      yield use(command.user, item);
      return;
    }
    case "grant":
      yield grant(command.user, { ...command.gives }, command.reason);
      yield call(command.user, "look", {});
      return;
    case "again": {
      const earlier = world.keyed.at(-1 - command.back);
      if (!earlier) return;
      const again = { ...repeated(earlier, command.change, Object.keys(world.tokenZones)), at: world.clock };
      yield again;
      const { user } = again.arguments;
      if (again.user === null && typeof user === "string") yield call(user, "look", {});
      return;
    }
    case "reverse": {
      const { user, reason } = command;
      const sequence_number = entryTarget(world, user, command.of, command.back);
      yield operate("reverse_entry", { user, sequence_number, reason });
      if (command.twice) yield operate("reverse_entry", { user, sequence_number, reason: "Twice." });
      yield call(user, "look", {});
      return;
    }
    case "change item": {
      const { item: item_id, pricePoints: price_points, onSale: on_sale } = command;
      const gives = { ...command.gives };
      if (world.items.has(item_id)) yield operate("change_item", { item_id, price_points, on_sale, gives });
      return;
    }
  }
}
