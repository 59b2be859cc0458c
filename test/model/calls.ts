// Turns commands, which say "the next day" or "the latest unlock", into the calls that this means as things stand.
import { next } from "./boundaries.ts";
import type { Call, Command } from "./commands.ts";
import { dayEnd, isoDay } from "./time.ts";
import type { Day, Instant } from "./time.ts";
import { today } from "./user.ts";
import type { World } from "./world.ts";

const [earliest, latest] = [Date.parse("2001-01-01T00:00:00Z"), Date.parse("2037-01-01T00:00:00Z")];

/** Moves the clock, and says which calls that and the rest of a command come to, each as things stand then. */
export function* callsOf(world: World, command: Command): Generator<Call> {
  const call = (user: string, name: Call["name"], given: Call["arguments"] = {}): Call => ({
    at: world.clock,
    user,
    name,
    arguments: given,
  });
  const todayOf = (user: string): Day => today(world.read(user), world.now(user));
  const dayEndOf = (user: string): Instant => dayEnd(todayOf(user), world.read(user).settings);
  const setClock = (at: Instant): void => {
    world.clock = Math.min(Math.max(at, earliest), latest);
  };
  switch (command.kind) {
    case "look":
      yield call(command.user, "look");
      return;
    case "calendar": {
      const [since, until] = [command.since, command.until].map((days) => isoDay(todayOf(command.user) + days));
      yield call(command.user, "calendar", { since: since ?? null, until: until ?? null });
      return;
    }
    case "bootstrap":
      yield call(command.user, "bootstrap", { zone: command.zone, day_start_hour: command.dayStartHour });
      return;
    case "check in": {
      const day = command.day === null ? null : isoDay(todayOf(command.user) + command.day);
      yield call(command.user, "check_in", { day });
      return;
    }
    case "settings":
      yield call(command.user, "update_settings", { zone: command.zone, day_start_hour: command.dayStartHour });
      return;
    case "claim":
      yield call(command.user, "claim_reward", { reward_id: command.reward, period_key: command.period });
      return;
    case "claim unlock": {
      const unlock = world.record(command.user).unlocks.at(-1 - command.back);
      const period_key = command.named ? (unlock?.period ?? null) : null;
      yield call(command.user, "claim_reward", { reward_id: unlock?.reward.id ?? "none", period_key });
      return;
    }
    case "next day": {
      const day = command.day === null ? null : isoDay(todayOf(command.user));
      setClock(dayEndOf(command.user) + command.after);
      yield call(command.user, "check_in", { day });
      return;
    }
    case "fly":
      yield call(command.user, "update_settings", { zone: command.west });
      setClock(dayEndOf(command.user) - command.before);
      yield call(command.user, "update_settings", { zone: command.east });
      return;
    case "wait":
      setClock(world.clock + command.by);
      for (const user of Object.keys(world.tokenZones)) yield call(user, "look");
      return;
    case "wait until": {
      const at = next(world, command.user, command.boundary);
      if (at !== null) setClock(at + command.offset);
      yield call(command.user, "look");
      return;
    }
    case "enable":
    case "add stock":
      for (const user of Object.keys(world.tokenZones)) yield call(user, "look");
      return;
  }
}
