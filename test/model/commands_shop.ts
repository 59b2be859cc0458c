// What is spent, bought, used, granted and reversed in a run, and how items change: plain data, like other commands.
import type { Gives } from "./reward.ts";

/** Entries that can be reversed and have not been: all, or those that gave these; any; reversed ones; none. */
export type EntryTarget = "reversible" | "points" | "freezes" | "items" | "any" | "reversed" | "none";
/** In what a repeat differs from the call that it repeats; in spelling: it says what is the default. */
export type RepeatChange = "nothing" | "spelling" | "first argument" | "last argument" | "command" | "user";

export type ShopCommand =
  /** All the energy that there is, or none, and so much more. */
  | { kind: "spend"; user: string; from: "all" | "none"; amount: number; reason: string | null }
  | { kind: "buy"; user: string; item: string; quantity: number | null }
  /** As many as there are points for, and so many more. */
  | { kind: "buy all"; user: string; item: string; more: number }
  /** After a grant of the points that it takes, or so many fewer. */
  | { kind: "afford"; user: string; item: string; quantity: number; short: number }
  | { kind: "use"; user: string; item: string }
  | { kind: "discard"; user: string; item: string; quantity: number | null }
  /** One of those held, counted by name; when there is none, this one, after a grant of it. */
  | { kind: "use held"; user: string; index: number; item: string }
  | { kind: "grant"; user: string; gives: Partial<Gives>; reason: string }
  /** An earlier call that had a key, counted from the latest. */
  | { kind: "again"; back: number; change: RepeatChange }
  /** One of these entries, counted from the latest; twice, as by a double click. */
  | { kind: "reverse"; user: string; of: EntryTarget; back: number; reason: string; twice: boolean }
  | { kind: "change item"; item: string; pricePoints: number; onSale: boolean; gives: Gives };
