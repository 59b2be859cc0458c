// What chance plays rarely: purchases, uses, grants and reversals where several rules meet. Model and product agree.
import type { Command, Run } from "./commands.ts";
import type { EntryTarget } from "./commands_shop.ts";
import { version1 } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { play } from "./play.ts";
import { openProduct } from "./product.ts";
import type { Product } from "./product.ts";
import type { Gives } from "./reward.ts";
import { nothing } from "./seeds.ts";
import { hour } from "./time.ts";

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => product.close());

/** From the start on, or so many hours later, these parameters are in force. */
const expectAgreement = async (commands: Command[], changes: Partial<Parameters> = {}, after = 0): Promise<void> => {
  const start = Date.parse("2026-03-01T12:00:00Z");
  const version = { ...version1, ...changes, id: 2, effectiveFrom: start + after * hour };
  const all: Command[] = [{ kind: "bootstrap", ...ann, zone: null, dayStartHour: null }, ...commands, look];
  const run: Run = { start, tokenZones: { ann: null }, versions: [version], rewards: [], items: [], commands: all };
  expect(await play(product.client, run)).toBeNull();
};

const ann = { user: "ann" } as const;
const look: Command = { kind: "look", ...ann };
const checkIn: Command = { kind: "check in", ...ann, day: null };
const wait = (hours: number): Command => ({ kind: "wait", by: hours * hour });
const grant = (gives: Partial<Gives>): Command => ({ kind: "grant", ...ann, gives, reason: "Why." });
const buy = (item: string): Command => ({ kind: "buy", ...ann, item, quantity: null });
const use = (item: string): Command => ({ kind: "use", ...ann, item });
const spend = (amount: number): Command => ({ kind: "spend", ...ann, from: "none", amount, reason: null });
const again = (back: number): Command => ({ kind: "again", back, change: "nothing" });
const reverse = (of: EntryTarget, back = 0): Command => ({
  kind: "reverse",
  ...ann,
  of,
  back,
  reason: "Why.",
  twice: true,
});

test("an item that was used does not come back where there is no room for it", async () => {
  const commands = [grant({ items: { coffee: 1 } }), use("coffee"), grant({ items: { focus_chip: 1 } })];
  await expectAgreement([...commands, reverse("items", 1), reverse("items")], { inventory_max: 1 });
});

test("more items are held than a later version allows: of those there may be more, of others not", async () => {
  const commands = [grant({ points: 500, items: { coffee: 1, focus_chip: 1 } }), use("coffee"), wait(48)];
  await expectAgreement([...commands, reverse("items"), buy("focus_chip"), buy("coffee")], { inventory_max: 1 }, 24);
});

test("a repeat answers the first call days later, though the item is off sale and gives something else", async () => {
  const change: Command = {
    kind: "change item",
    item: "coffee",
    pricePoints: 50,
    onSale: false,
    gives: { ...nothing, xp: 3 },
  };
  const commands = [grant({ points: 500 }), buy("coffee"), use("coffee"), buy("coffee"), change, wait(50)];
  await expectAgreement([...commands, ...[0, 1, 2, 3].map(again), use("coffee"), buy("coffee"), reverse("items", 1)]);
});

test("energy above the maximum: given, spent, taken back and given back", async () => {
  const commands = [grant({ energy: 1000 }), grant({ energy: 1000 }), spend(30), wait(2), spend(25), wait(0.5)];
  const reversals = [reverse("reversible"), reverse("reversible", 2), wait(30), reverse("reversible")];
  await expectAgreement([...commands, ...reversals], { energy_overfill: 50 });
});

test("freezes of one day are alike, and one that saved a day is not taken back", async () => {
  const commands = [grant({ freezes: 1 }), grant({ items: { streak_freeze: 1 } }), use("streak_freeze"), checkIn];
  await expectAgreement([...commands, wait(50), reverse("freezes"), grant({ freezes: 1 }), reverse("freezes", 1)]);
});

test("repeats take in an amnesty that was declared since, and refused ones do not", async () => {
  const amnesty: Command = { kind: "amnesty", ...ann, from: "today", after: -3, days: 3, reason: "Outage." };
  const commands = [checkIn, spend(1), reverse("reversible"), wait(72), amnesty];
  const changed: Command = { kind: "again", back: 0, change: "first argument" };
  await expectAgreement([...commands, changed, again(0)]);
  await expectAgreement([...commands, { kind: "reverse", ...ann, of: "reversed", back: 0, reason: "", twice: false }]);
});
