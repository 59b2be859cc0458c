// An amnesty (rules.md 4.10): done to every user at the moment in which it is declared, as it is defined.
import { amnestyOf, bridge, freeMark, gaps } from "./calendar.ts";
import type { Rules } from "./parameters.ts";
import { freezesThatFit, grantFreezes } from "./streak.ts";
import type { Day, Instant } from "./time.ts";
import { today } from "./user.ts";
import type { Amnesty, Mark, User } from "./user.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

const mostDays = 31;
const longestReason = 200;

export function declareAmnesty(
  world: World,
  firstDay: Day,
  lastDay: Day,
  reason: string,
): { amnesty: Amnesty; already: boolean } {
  if (firstDay > lastDay || lastDay - firstDay >= mostDays) throw new Refusal("AM001");
  if (reason === "" || reason.length > longestReason) throw new Refusal("AM001");
  const earlier = world.amnesties.find((other) => other.firstDay === firstDay && other.lastDay === lastDay);
  if (earlier) return { amnesty: earlier, already: true };

  const amnesty = { id: world.amnesties.length + 1, firstDay, lastDay, reason, declaredAt: world.clock };
  for (const user of world.users.values()) grant(world, user, amnesty);
  world.amnesties.push(amnesty);
  return { amnesty, already: false };
}

/** An entry is made when the calendar has changed, be it only by the end of a day that this amnesty comes too late for. */
function grant(world: World, before: User, amnesty: Amnesty): void {
  const at = world.now(before.subject);
  const user = world.read(before.subject);
  const settled = structuredClone(user);
  const hasSettled = user.marks.size > before.marks.size || (user.run === null) !== (before.run === null);
  const hasExcused = excuse(user, amnesty, at, world.rules);
  if (hasSettled || hasExcused) world.enter(user, at, "amnesty", today(user, at), settled);
  else world.users.set(before.subject, { ...before, amnesties: [...before.amnesties, amnesty] });
}

/** A freeze that a day of an amnesty gives back. */
interface Freed {
  usedOn: Day;
  grantedOn: Day;
}

/** Whether it changes a mark of a user who is settled. */
function excuse(user: User, amnesty: Amnesty, at: Instant, rules: Rules): boolean {
  user.amnesties.push(amnesty);
  const marks = new Map<Day, Mark>();
  let freed: Freed[] = [];
  for (const [day, mark] of user.marks) {
    if (!amnestyOf(user, day) || (mark.kind !== "freeze" && mark.kind !== "repair")) continue;
    if (mark.kind === "freeze") freed.push({ usedOn: day, grantedOn: mark.grantedOn });
    else user.points += mark.paid;
    marks.set(day, { kind: "amnesty" });
  }
  freed.sort((a, b) => a.grantedOn - b.grantedOn);
  for (const gap of gaps(user, at, rules)) {
    const closed = close(user, gap, freed);
    if (closed === null) continue;
    for (const [day, mark] of closed.marks) marks.set(day, mark);
    freed = freed.filter((freeze) => !closed.taken.includes(freeze));
  }
  bridge(user, marks);
  for (const { grantedOn } of freed.slice(0, freezesThatFit(user, rules.at(at)))) grantFreezes(user, 1, grantedOn);
  return marks.size > 0;
}

/** All or nothing: each day of a gap is free of charge, or takes the oldest freeze that a day before the gap gave back. */
function close(user: User, gap: Day[], freed: Freed[]): { marks: [Day, Mark][]; taken: Freed[] } | null {
  const marks: [Day, Mark][] = [];
  const taken: Freed[] = [];
  for (const day of gap) {
    const free = freeMark(user, day);
    const freeze = freed.find((other) => !taken.includes(other) && other.usedOn < day && other.grantedOn < day);
    if (free !== null) {
      marks.push([day, free]);
    } else if (freeze) {
      taken.push(freeze);
      marks.push([day, { kind: "freeze", grantedOn: freeze.grantedOn }]);
    } else return null;
  }
  return { marks, taken };
}
