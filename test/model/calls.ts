// Turns commands, which say "the next day" or "the latest unlock", into the calls that this means as things stand.
import { next } from "./boundaries.ts";
import { isOfTheShop, shopCallsOf } from "./calls_shop.ts";
import type { Call, Command, OperatorCall, UserCall } from "./commands.ts";
import { amnestyTarget, pauseTarget, repairTarget } from "./targets.ts";
import { dayEnd, dayLength, isoDay } from "./time.ts";
import type { Day, Instant } from "./time.ts";
import { today } from "./user.ts";
import type { World } from "./world.ts";

const [earliest, latest] = [Date.parse("2001-01-01T00:00:00Z"), Date.parse("2037-01-01T00:00:00Z")];

/** Moves the clock, and says which calls that and the rest of a command come to, each as things stand then. */
export function* callsOf(world: World, command: Command): Generator<Call> {
  const call = (user: string, name: UserCall["name"], given: Call["arguments"] = {}): UserCall => ({
    at: world.clock,
    user,
    name,
    arguments: given,
  });
  const operate = (name: OperatorCall["name"], given: Call["arguments"]): OperatorCall => ({
    at: world.clock,
    user: null,
    name,
    arguments: given,
  });
  const todayOf = (user: string): Day => today(world.read(user), world.now(user));
  const dayEndOf = (user: string): Instant => dayEnd(todayOf(user), world.read(user).settings);
  const setClock = (at: Instant): void => {
    world.clock = Math.min(Math.max(at, earliest), latest);
  };
  if (isOfTheShop(command)) {
    yield* shopCallsOf(world, command);
    return;
  }
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
      setClock(dayEndOf(command.user) + command.missed * dayLength + command.after);
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
      if (command.checkIn) yield call(command.user, "check_in", { day: isoDay(todayOf(command.user) - 1) });
      else yield call(command.user, "look");
      return;
    }
    case "pause again": {
      const { pause, settings } = world.read(command.user);
      if (pause) setClock(dayEnd(pause.until, settings));
      yield call(command.user, "pause_streak", { until: isoDay(todayOf(command.user) + command.days) });
      return;
    }
    case "pause":
      yield call(command.user, "pause_streak", {
        until: isoDay(pauseTarget(world, command.user, command.from) + command.days),
      });
      return;
    case "repair":
      yield call(command.user, "repair_streak", {
        day: isoDay(repairTarget(world, command.user, command.from, command.back)),
      });
      return;
    case "amnesty": {
      const [first, last] = amnestyTarget(world, command.user, command.from);
      const first_day = first + command.after;
      const last_day = command.days === null ? last : first_day + command.days - 1;
      yield operate("declare_amnesty", {
        first_day: isoDay(first_day),
        last_day: isoDay(last_day),
        reason: command.reason,
      });
      for (const user of Object.keys(world.tokenZones)) yield call(user, "look");
      return;
    }
    case "enable":
      if (world.rewards.has(command.reward))
        yield operate("enable", { reward_id: command.reward, enabled: command.enabled });
      for (const user of Object.keys(world.tokenZones)) yield call(user, "look");
      return;
    case "add stock":
      if (world.rewards.has(command.reward))
        yield operate("add_stock", { reward_id: command.reward, amount: command.amount });
      for (const user of Object.keys(world.tokenZones)) yield call(user, "look");
      return;
  }
}
