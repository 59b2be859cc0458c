// The model's side of a run: a call, its answer, and what there is to see afterwards, in the API's shape.
import { declareAmnesty } from "./amnesty.ts";
import { number, requiredDay, text } from "./arguments.ts";
import { checkIn } from "./check_in.ts";
import { claim } from "./claim.ts";
import type { Call, OperatorCall, Run, UserCall } from "./commands.ts";
import type { Json } from "./json.ts";
import { startingItems } from "./item.ts";
import { shopAnswers, shopOperations } from "./model_shop.ts";
import { Rules, version1 } from "./parameters.ts";
import { pauseStreak } from "./pause.ts";
import { repairStreak } from "./repair.ts";
import { updateSettings } from "./settings.ts";
import type { Reward } from "./reward.ts";
import { startingRewards } from "./seeds.ts";
import { me, state, storedState } from "./show.ts";
import { amnestyAnswer, checkInAnswer, claimAnswer, followAnswer, repairAnswer } from "./show_answers.ts";
import { calendar, storedMarks } from "./show_calendar.ts";
import { journal } from "./show_journal.ts";
import { ownedRewards, rewards } from "./show_rewards.ts";
import { dayOf } from "./time.ts";
import { Refusal, World } from "./world.ts";

/** A run is data, and may be played again: nothing of it is changed. */
export function worldOf(run: Run): World {
  const { start, versions, rewards: made, items, tokenZones } = structuredClone(run);
  const rules = new Rules([version1, ...versions]);
  return new World(start, rules, [...startingRewards(), ...made], [...startingItems(), ...items], tokenZones);
}

/** What the model answers to a call, or why it refuses it. */
export function outcomeOf(world: World, call: Call): { [key: string]: Json } {
  try {
    return {
      answer: call.user === null ? operate[call.name](world, call) : answers[call.name](world, call.user, call),
    };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message, message: null };
    throw error;
  }
}

/** All that a user can see, of the journal the entries after one, and what is stored for later. */
export const look = (world: World, user: string, afterEntry: number): { [key: string]: Json } => ({
  me: me(world, user),
  stored: storedState(world, user),
  storedMarks: storedMarks(world, user),
  journal: journal(world, user, afterEntry),
  ownedRewards: ownedRewards(world, user),
  rewards: rewards(world, user),
  calendar: calendar(world, user),
});

const answers: Record<UserCall["name"], (world: World, user: string, call: Call) => Json> = {
  look: () => null,
  calendar: (world, user, call) => calendar(world, user, text(call, "since"), text(call, "until")),
  bootstrap: (world, user, call) => {
    world.bootstrap(user, text(call, "zone"), number(call, "day_start_hour"));
    return state(world, user);
  },
  check_in: (world, user, call) => {
    const day = text(call, "day");
    return checkInAnswer(world, user, checkIn(world, user, day === null ? null : dayOf(day)));
  },
  update_settings: (world, user, call) =>
    followAnswer(world, user, updateSettings(world, user, text(call, "zone"), number(call, "day_start_hour"))),
  claim_reward: (world, user, call) =>
    claimAnswer(world, user, claim(world, user, text(call, "reward_id") ?? "", text(call, "period_key"))),
  pause_streak: (world, user, call) => followAnswer(world, user, pauseStreak(world, user, requiredDay(call, "until"))),
  repair_streak: (world, user, call) => repairAnswer(world, user, repairStreak(world, user, requiredDay(call, "day"))),
  ...shopAnswers,
};

const operate: Record<OperatorCall["name"], (world: World, call: Call) => Json> = {
  enable: (world, call) => {
    const reward = rewardOf(world, call);
    reward.enabled = call.arguments["enabled"] === true;
    return null;
  },
  add_stock: (world, call) => {
    const reward = rewardOf(world, call);
    reward.stock = (reward.stock ?? 0) + (number(call, "amount") ?? 0);
    return null;
  },
  declare_amnesty: (world, call) => {
    const [first, last] = [requiredDay(call, "first_day"), requiredDay(call, "last_day")];
    return amnestyAnswer(declareAmnesty(world, first, last, text(call, "reason") ?? ""));
  },
  ...shopOperations,
};

function rewardOf(world: World, call: Call): Reward {
  const reward = world.rewards.get(text(call, "reward_id") ?? "");
  if (!reward) throw new Error("an operator knows the rewards");
  return reward;
}
