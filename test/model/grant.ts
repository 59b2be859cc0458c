// An operator gives a user something (sql/README.md, Grants and reversals).
import { named } from "./effects.ts";
import { requireReason } from "./reason.ts";
import { conclude, repeatOf } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import { give, obstacle } from "./reward.ts";
import type { Gives } from "./reward.ts";
import { today } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

const most = { points: 1e9, energy: 1e6, xp: 1e9, freezes: 100 };
const mostOfAnItem = 1000;

/** All or nothing, but for energy. */
export function grantEffects(world: World, subject: string, gives: Gives, reason: string, key: string): Made {
  if (!world.users.has(subject)) throw new Refusal("US003");
  const asked = { gives: named(gives), reason };
  const repeat = repeatOf(world, subject, key, "grant", asked);
  if (repeat) return repeat;
  requireReason(reason);
  requireWithinLimits(gives);
  if (Object.keys(gives.items).some((id) => !world.items.has(id))) throw new Refusal("IT001");
  const settled = world.read(subject);
  const at = world.now(subject);
  const rules = world.rules.at(at);
  const inTheWay = obstacle(settled, gives, rules);
  if (inTheWay) throw new Refusal(inTheWay);
  return conclude(world, settled, "grant", { key, asked }, (user) => {
    give(user, gives, today(user, at), rules);
  });
}

function requireWithinLimits({ items, fills_energy, ...amounts }: Gives): void {
  const quantities = Object.values(items);
  const isWithin =
    Object.entries(amounts).every(([name, amount]) => amount >= 0 && amount <= most[name as keyof typeof amounts]) &&
    quantities.every((quantity) => quantity >= 1 && quantity <= mostOfAnItem);
  const isNothing = !fills_energy && quantities.length === 0 && Object.values(amounts).every((amount) => amount === 0);
  if (!isWithin || isNothing) throw new Refusal("GR001");
}
