// Buys items with points (rules.md 9).
import { addItems } from "./inventory.ts";
import { conclude, repeatOf } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import { obstacle } from "./reward.ts";
import { nothing } from "./seeds.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

const most = 1000;

/** Of the price of this instant. */
export function buyItem(world: World, subject: string, id: string, key: string, quantity: number): Made {
  const asked = { item_id: id, quantity };
  const repeat = repeatOf(world, subject, key, "buy", asked);
  if (repeat) return repeat;
  const item = world.items.get(id);
  if (!item) throw new Refusal("IT001");
  if (quantity < 1 || quantity > most) throw new Refusal("QT001");
  if (!item.onSale) throw new Refusal("IT002");
  const settled = world.read(subject);
  const price = item.pricePoints * quantity;
  if (settled.points < price) throw new Refusal("PT001");
  const items = { [id]: quantity };
  const inTheWay = obstacle(settled, { ...nothing, items }, world.rules.at(world.now(subject)));
  if (inTheWay) throw new Refusal(inTheWay);
  const terms = { price_points: item.pricePoints };
  return conclude(world, settled, "buy", { key, asked, terms }, (user) => {
    user.points -= price;
    addItems(user, items);
  });
}
