// Commands that repeat (rules.md 12.2): a key is known by the entry that it made, and answers with that entry for ever.
import { follow } from "./follow.ts";
import type { Json } from "./json.ts";
import type { Details, Entry } from "./records.ts";
import { today } from "./user.ts";
import type { User } from "./user.ts";
import { lastEntry, Refusal } from "./world.ts";
import type { World } from "./world.ts";

/** What a command answers: its entry, made now or by an earlier call. */
export interface Made {
  entry: Entry;
  replayed: boolean;
}

/** Null: the key is new to the user. */
export function repeatOf(
  world: World,
  subject: string,
  key: string,
  kind: Entry["kind"],
  asked: { [key: string]: Json },
): Made | null {
  const earlier = world.record(subject).journal.find((entry) => entry.key === key);
  if (!earlier) return null;
  const isSame = earlier.kind === kind && JSON.stringify(earlier.asked) === JSON.stringify(asked);
  if (!isSame) throw new Refusal("IK001");
  return replay(world, subject, earlier);
}

export function replay(world: World, subject: string, entry: Entry): Made {
  world.accept(subject);
  return { entry, replayed: true };
}

/** Changes a user who is settled, by a command of today that nothing stands against any more. */
export function conclude(
  world: World,
  user: User,
  kind: Entry["kind"],
  details: Partial<Details>,
  change: (user: User) => void,
): Made {
  const { subject } = user;
  const at = world.now(subject);
  world.accept(subject);
  const settled = structuredClone(user);
  user.lastDay = today(user, at);
  change(user);
  world.enter(user, at, kind, user.lastDay, settled, user.settings, details);
  const entry = lastEntry(world.record(subject));
  entry.followedBy = follow(world, subject, at, entry.day);
  return { entry, replayed: false };
}
