// What an item is (rules.md 9), and those that the product starts with (rules.md 11).
import type { Gives } from "./reward.ts";
import { nothing } from "./seeds.ts";

export interface Item {
  id: string;
  pricePoints: number;
  gives: Gives;
  onSale: boolean;
}

export const startingItems = (): Item[] => [
  { id: "coffee", pricePoints: 10, gives: { ...nothing, energy: 15 }, onSale: true },
  { id: "focus_chip", pricePoints: 20, gives: { ...nothing, energy: 5, xp: 5 }, onSale: true },
  { id: "streak_freeze", pricePoints: 200, gives: { ...nothing, freezes: 1 }, onSale: true },
];
