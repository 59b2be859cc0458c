// An operator corrects an entry by one that reverses it (rules.md 7; sql/README.md, Grants and reversals).
import { changesOf } from "./changes.ts";
import { grantEnergy, takeEnergy } from "./energy.ts";
import { addItems } from "./inventory.ts";
import { requireReason } from "./reason.ts";
import { conclude, replay } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import type { Entry } from "./records.ts";
import { obstacle } from "./reward.ts";
import type { Gives } from "./reward.ts";
import { nothing } from "./seeds.ts";
import type { Day } from "./time.ts";
import type { User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

export const reversible: Entry["kind"][] = ["check_in", "claim", "spend", "buy", "use", "discard", "grant"];

export function reverseEntry(world: World, subject: string, number: number, reason: string): Made {
  if (!world.users.has(subject)) throw new Refusal("US003");
  const { journal } = world.record(subject);
  const earlier = journal.find(({ reverses }) => reverses === number);
  if (earlier) return replay(world, subject, earlier);
  requireReason(reason);
  const entry = journal[number - 1];
  if (!entry || !reversible.includes(entry.kind)) throw new Refusal("RV001");
  const settled = world.read(subject);
  const at = world.now(subject);
  const { points, energy, freezes, items } = changesOf(entry);
  if (points > settled.points) throw new Refusal("PT001");
  if (freezes > grantedOn(settled, entry.day)) throw new Refusal("FZ002");
  if (Object.entries(items).some(([id, quantity]) => quantity > (settled.inventory[id] ?? 0)))
    throw new Refusal("IT003");
  const back = Object.fromEntries(Object.entries(items).filter(([, quantity]) => quantity < 0));
  const inTheWay = obstacle(settled, { ...nothing, items: back }, world.rules.at(at));
  if (inTheWay) throw new Refusal(inTheWay);
  const asked = { sequence_number: number, reason };
  return conclude(world, settled, "reversal", { asked, reverses: number }, (user) => {
    user.points -= points;
    user.lifetimePoints -= Math.max(0, points); // what was paid was not received
    if (energy > 0) takeEnergy(user, Math.min(energy, user.energy.value));
    else grantEnergy(user, -energy, world.rules.at(at));
    takeFreezes(user, freezes, entry.day);
    addItems(user, negative(items));
  });
}

const grantedOn = ({ freezes }: User, day: Day): number => freezes.filter((granted) => granted === day).length;

function takeFreezes(user: User, count: number, day: Day): void {
  for (let taken = 0; taken < count; taken++) user.freezes.splice(user.freezes.indexOf(day), 1);
}

const negative = (items: Gives["items"]): Gives["items"] =>
  Object.fromEntries(Object.entries(items).map(([id, quantity]) => [id, -quantity]));
