// Throws items away (sql/README.md, Spend, buy, use, discard).
import { addItems } from "./inventory.ts";
import { conclude, repeatOf } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

export function discardItem(world: World, subject: string, id: string, key: string, quantity: number): Made {
  const asked = { item_id: id, quantity };
  const repeat = repeatOf(world, subject, key, "discard", asked);
  if (repeat) return repeat;
  if (quantity < 1) throw new Refusal("QT001");
  const settled = world.read(subject);
  if ((settled.inventory[id] ?? 0) < quantity) throw new Refusal("IT003");
  return conclude(world, settled, "discard", { key, asked }, (user) => addItems(user, { [id]: -quantity }));
}
