// What a command itself changed, whatever it settled before: the difference of two states.
import type { Entry } from "./records.ts";
import type { Gives } from "./reward.ts";

/** Negative: what it took. */
export function changesOf({ settled, after }: Entry): Gives {
  const from = settled ?? { freezes: [], energy: { value: 0 }, xp: 0, points: 0, inventory: {} };
  const held: Gives["items"] = from.inventory;
  const ids = Object.keys({ ...held, ...after.inventory });
  const items = ids.map((id) => [id, (after.inventory[id] ?? 0) - (held[id] ?? 0)] as const);
  return {
    points: after.points - from.points,
    energy: after.energy.value - from.energy.value,
    xp: after.xp - from.xp,
    freezes: after.freezes.length - from.freezes.length,
    items: Object.fromEntries(items.filter(([, quantity]) => quantity !== 0)),
  };
}
