// Items, and commands about them, that fast-check makes up: at the edges of points, energy, room and keys.
import fc from "fast-check";
import type { Item } from "./item.ts";
import { often, user } from "./often.ts";
import { orNull } from "./arbitrary_rules.ts";
import type { Gives } from "./reward.ts";

/** Such as sort differently in different languages. */
const madeUpIds = ["c_a", "ca"];

/** Something, and fewer points than any item costs. */
const givesOfAnItem: fc.Arbitrary<Gives> = fc
  .record({
    points: fc.constantFrom(0, 0, 1, 4),
    energy: fc.constantFrom(0, 3, 15, 1000),
    xp: fc.constantFrom(0, 0, 60),
    freezes: fc.constantFrom(0, 0, 1, 2),
    fills_energy: fc.constantFrom(false, false, false, true),
  })
  .map(({ points, energy, xp, freezes, fills_energy }) => ({
    points,
    energy: points + energy + xp + freezes === 0 ? 15 : energy,
    xp,
    freezes,
    items: {},
    fills_energy,
  }));
const pricePoints = fc.constantFrom(5, 6, 10, 11, 40);

export const items: fc.Arbitrary<Item[]> = fc
  .array(fc.record({ pricePoints, gives: givesOfAnItem, onSale: fc.constantFrom(true, true, true, false) }), {
    minLength: madeUpIds.length,
    maxLength: madeUpIds.length,
  })
  .map((made) => made.map((item, index) => ({ ...item, id: madeUpIds[index] ?? "" })));

const item = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("coffee", "focus_chip", "streak_freeze", ...madeUpIds) },
  fc.constant("unknown"),
);
const reason = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("Sorry.", "x".repeat(200)) },
  fc.constantFrom("", "x".repeat(201)),
);

const given = (parts: { [Part in keyof Gives]: Gives[Part][] }): fc.Arbitrary<Gives> =>
  fc.record({
    points: fc.constantFrom(...parts.points),
    energy: fc.constantFrom(...parts.energy),
    xp: fc.constantFrom(...parts.xp),
    freezes: fc.constantFrom(...parts.freezes),
    items: fc.constantFrom(...parts.items),
  });
const toGrant: fc.Arbitrary<Partial<Gives>> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(5, 60, 300).map((points) => ({ points })) },
  {
    weight: 6,
    arbitrary: given({
      points: [0, 25, 200],
      energy: [0, 0, 7, 1000],
      xp: [0, 0, 70],
      freezes: [0, 0, 0, 1, 2],
      items: [{}, {}, { coffee: 1 }, { streak_freeze: 1, coffee: 2 }, { focus_chip: 3 }],
    }),
  },
  {
    weight: 1,
    arbitrary: given({
      points: [0, 1e9, 1e9 + 1, -1],
      energy: [0, 0, 1e6, 1e6 + 1, -1],
      xp: [0, 0, 1e9, 1e9 + 1, -1],
      freezes: [0, 0, 100, 101, -1],
      items: [{}, { unknown: 1 }, { coffee: 1000 }, { coffee: 1001 }, { coffee: 0 }, { unknown: 0 }],
    }),
  },
);

export const ofTheShop = [
  often(5, "spend", {
    user,
    from: fc.constantFrom("none", "all", "all" as const),
    amount: fc.constantFrom(0, 0, 0, 1, 1, -1, -5),
    reason: orNull(reason),
  }),
  often(3, "spend", {
    user,
    from: fc.constant("none"),
    amount: fc.constantFrom(1, 2, 5, 20, 50, 1, 2, 5, 20, 50, 1e6, 1e6 + 1),
    reason: orNull(reason),
  }),
  often(3, "buy", { user, item, quantity: orNull(fc.constantFrom(1, 1, 1, 2, 2, 3, 3, 0, 1000, 1001)) }),
  often(2, "buy all", { user, item, more: fc.constantFrom(0, 0, 0, 1, -1) }),
  often(5, "afford", { user, item, quantity: fc.constantFrom(1, 1, 2, 3), short: fc.constantFrom(0, 0, 0, 1) }),
  often(1, "use", { user, item }),
  often(2, "discard", { user, item, quantity: orNull(fc.constantFrom(1, 1, 2, 0)) }),
  often(7, "use held", { user, index: fc.nat({ max: 4 }), item }),
  often(4, "grant", { user, gives: toGrant, reason }),
  often(5, "again", {
    back: fc.constantFrom(0, 0, 1, 2, 3, 5, 8),
    change: fc.constantFrom(
      ...(["nothing", "nothing", "nothing", "spelling", "first argument", "last argument", "command", "user"] as const),
    ),
  }),
  often(8, "reverse", {
    user,
    of: fc.constantFrom("reversible", "points", "freezes", "items", "items", "any", "reversed", "none" as const),
    back: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 4, 8),
    reason,
    twice: fc.constantFrom(false, false, true),
  }),
  often(2, "change item", { item, pricePoints, onSale: fc.constantFrom(true, true, false), gives: givesOfAnItem }),
];
