// The journal that is stored, in the shape in which the API answers it.
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

function journalEntry({ kind, day, before, settled, after, ruleVersion }: Entry): Shown {
  const held: Record<string, number> = settled?.inventory ?? {};
  const from = settled ?? { checkIns: 0, freezes: [], energy: { value: 0 }, xp: 0, points: 0 };
  const changed = Object.entries(after.inventory).filter(([item, quantity]) => held[item] !== quantity);
  return {
    sequence_number: after.sequenceNumber,
    occurred_at: iso(after.occurredAt),
    day: isoDay(day),
    kind,
    rule_version_id: ruleVersion,
    check_ins_delta: after.checkIns - from.checkIns,
    freezes_granted: after.freezes.length - from.freezes.length,
    freezes_used: (before ?? from).freezes.length - from.freezes.length,
    energy_refilled: from.energy.value - (before ?? from).energy.value,
    energy_delta: after.energy.value - from.energy.value,
    xp_delta: after.xp - from.xp,
    points_delta: after.points - from.points,
    items_delta: Object.fromEntries(changed.map(([item, quantity]) => [item, quantity - (held[item] ?? 0)])),
  };
}
