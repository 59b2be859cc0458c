// Uses an item for its effects (rules.md 9).
import { addItems } from "./inventory.ts";
import { conclude, repeatOf } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import { give, obstacle } from "./reward.ts";
import { named } from "./effects.ts";
import { today } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

/** It is kept when a freeze of it would not fit, or nothing at all would change. */
export function useItem(world: World, subject: string, id: string, key: string): Made {
  const asked = { item_id: id };
  const repeat = repeatOf(world, subject, key, "use", asked);
  if (repeat) return repeat;
  const item = world.items.get(id);
  if (!item) throw new Refusal("IT001");
  const settled = world.read(subject);
  const at = world.now(subject);
  const rules = world.rules.at(at);
  if (!settled.inventory[id]) throw new Refusal("IT003");
  const inTheWay = obstacle(settled, item.gives, rules);
  if (inTheWay) throw new Refusal(inTheWay);
  const { points, energy, xp, freezes } = give(structuredClone(settled), item.gives, today(settled, at), rules);
  if (points === 0 && energy === 0 && xp === 0 && freezes === 0) throw new Refusal("IT004");
  const terms = { gives: named(item.gives) };
  return conclude(world, settled, "use", { key, asked, terms }, (user) => {
    addItems(user, { [id]: -1 });
    give(user, item.gives, today(user, at), rules);
  });
}
