// Effects and amounts, in the shape in which the API answers them.
import type { Json } from "./json.ts";
import type { Gives } from "./reward.ts";

export const items = (inventory: Record<string, number>): Json =>
  Object.entries(inventory)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([item_id, quantity]) => ({ item_id, quantity }));

export const amounts = ({ points, energy, xp, freezes, items: given }: Gives): { [key: string]: Json } => ({
  points,
  energy,
  xp,
  freezes,
  items: items(given),
});

export const effects = (gives: Gives): { [key: string]: Json } => ({
  ...amounts(gives),
  fills_energy: gives.fills_energy ?? false,
});

/** As the journal keeps them: without those that give nothing. */
export const named = (gives: Gives): { [key: string]: Json } =>
  Object.fromEntries(
    Object.entries(effects(gives)).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value))),
  );

/** Of changes: those that gave (1), or took (-1). */
export function part(changes: Gives, sign: 1 | -1): { [key: string]: Json } {
  const amount = (change: number): number => Math.max(0, sign * change);
  const quantities = Object.entries(changes.items).map(([id, change]) => [id, amount(change)] as const);
  return amounts({
    points: amount(changes.points),
    energy: amount(changes.energy),
    xp: amount(changes.xp),
    freezes: amount(changes.freezes),
    items: Object.fromEntries(quantities.filter(([, quantity]) => quantity > 0)),
  });
}
