// The entries that reversals aim at, as things stand.
import { changesOf } from "./changes.ts";
import type { EntryTarget } from "./commands_shop.ts";
import { reversible } from "./reversal.ts";
import type { Entry } from "./records.ts";
import type { World } from "./world.ts";

/** The number of one, counted back from the latest as far as there are such; without any, of no entry. */
export function entryTarget(world: World, subject: string, of: EntryTarget, back: number): number {
  const { journal } = world.record(subject);
  const isReversed = ({ after }: Entry): boolean =>
    journal.some(({ reverses }) => reverses === after.sequenceNumber);
  const canBe = (entry: Entry): boolean => reversible.includes(entry.kind) && !isReversed(entry);
  const isOfThese: Record<EntryTarget, (entry: Entry) => boolean> = {
    reversible: canBe,
    points: (entry) => canBe(entry) && changesOf(entry).points > 0,
    freezes: (entry) => canBe(entry) && changesOf(entry).freezes > 0,
    items: (entry) => canBe(entry) && Object.keys(changesOf(entry).items).length > 0,
    any: () => true,
    reversed: isReversed,
    none: () => false,
  };
  const found = journal.filter(isOfThese[of]);
  return found.at(-1 - Math.min(back, found.length - 1))?.after.sequenceNumber ?? journal.length + 1 + back;
}
