// What holds in the model whatever happens.
import { isCounting, lastMarked } from "./user.ts";
import type { World } from "./world.ts";

/** A live run is as long as its block: the counting days, back from the last marked one to the first that is not marked. */
export function requireRunsAsMarked(world: World): void {
  for (const subject of world.users.keys()) {
    const user = world.read(subject);
    if (user.run === null) continue;
    let length = 0;
    for (let day = lastMarked(user) ?? 0; user.marks.has(day); day--) if (isCounting(user.marks.get(day))) length++;
    if (length !== user.run.length) throw new Error(`${subject}'s run is ${user.run.length}, the marks say ${length}`);
    if (length > user.longest) throw new Error(`${subject}'s longest run is ${user.longest}, and this one ${length}`);
  }
}
