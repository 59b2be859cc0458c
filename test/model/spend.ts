// Spends energy (rules.md 5).
import { takeEnergy } from "./energy.ts";
import { conclude, repeatOf } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import { requireReason } from "./reason.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

const most = 1_000_000;

export function spendEnergy(world: World, subject: string, amount: number, key: string, reason: string | null): Made {
  const asked = { amount, reason };
  const repeat = repeatOf(world, subject, key, "spend", asked);
  if (repeat) return repeat;
  if (reason !== null) requireReason(reason);
  if (amount < 1 || amount > most) throw new Refusal("QT001");
  const settled = world.read(subject);
  if (settled.energy.value < amount) throw new Refusal("NR001");
  return conclude(world, settled, "spend", { key, asked }, (user) => takeEnergy(user, amount));
}
