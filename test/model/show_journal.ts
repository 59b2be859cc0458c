// The journal that is stored, in the shape in which the API answers it.
import { changesOf } from "./changes.ts";
import type { Json } from "./json.ts";
import type { Entry } from "./records.ts";
import type { Shown } from "./show.ts";
import { iso, isoDay } from "./time.ts";
import type { World } from "./world.ts";

/** The entries after one. */
export function journal(world: World, subject: string, after: number): Json {
  const record = world.record(subject);
  return record.journal.slice(after, record.stored).map(journalEntry);
}

function journalEntry(entry: Entry): Shown {
  const { kind, day, before, settled, after, ruleVersion, terms, key, reverses } = entry;
  const from = settled ?? { checkIns: 0, freezes: [], energy: { value: 0 } };
  const { points, energy, xp, freezes, items } = changesOf(entry);
  return {
    sequence_number: after.sequenceNumber,
    occurred_at: iso(after.occurredAt),
    day: isoDay(day),
    kind,
    rule_version_id: ruleVersion,
    check_ins_delta: after.checkIns - from.checkIns,
    freezes_granted: freezes,
    freezes_used: (before ?? from).freezes.length - from.freezes.length,
    energy_refilled: from.energy.value - (before ?? from).energy.value,
    energy_delta: energy,
    xp_delta: xp,
    points_delta: points,
    items_delta: items,
    asked: entry.asked,
    terms,
    idempotency_key: key,
    reverses,
  };
}
