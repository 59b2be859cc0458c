// A test user moves their own clock: of that the model plays the command, at the instant to which it leads. How far ahead whose
// clock is it does not know; a run of its own has none.
import { conclude, repeatOf } from "./repeatable.ts";
import type { Made } from "./repeatable.ts";
import type { World } from "./world.ts";

export function advanceClock(world: World, subject: string, days: number, hours: number, key: string): Made {
  const asked = { days, hours };
  const repeat = repeatOf(world, subject, key, "clock", asked);
  return repeat ?? conclude(world, world.read(subject), "clock", { key, asked }, () => undefined);
}
