// The model's side of a run: a call, its answer, and what there is to see afterwards, in the API's shape.
import type { Call } from "./commands.ts";
import type { Json } from "./json.ts";
import { calendar, me, state, storedState } from "./show.ts";
import { checkInAnswer, claimAnswer, journal, ownedRewards, rewards, settingsAnswer } from "./show_rewards.ts";
import { dayOf } from "./time.ts";
import { Refusal } from "./world.ts";
import type { World } from "./world.ts";

/** What the model answers to a call, or why it refuses it, and all that the user can see after it. */
export function answerAndLook(world: World, call: Call, afterEntry: number): { [key: string]: Json } {
  const { user } = call;
  return {
    ...outcomeOf(() => answers[call.name](world, user, call)),
    me: me(world, user),
    stored: storedState(world, user),
    journal: journal(world, user, afterEntry),
    ownedRewards: ownedRewards(world, user),
    rewards: rewards(world, user),
    calendar: calendar(world, user),
  };
}

function outcomeOf(answer: () => Json): { [key: string]: Json } {
  try {
    return { answer: answer() };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message, message: null };
    throw error;
  }
}

const text = ({ arguments: given }: Call, name: string): string | null => (given[name] ?? null) as string | null;
const number = ({ arguments: given }: Call, name: string): number | null => (given[name] ?? null) as number | null;

const answers: Record<Call["name"], (world: World, user: string, call: Call) => Json> = {
  look: () => null,
  calendar: (world, user, call) => calendar(world, user, text(call, "since"), text(call, "until")),
  bootstrap: (world, user, call) => {
    world.bootstrap(user, text(call, "zone"), number(call, "day_start_hour"));
    return state(world, user);
  },
  check_in: (world, user, call) => {
    const day = text(call, "day");
    return checkInAnswer(world, user, world.checkIn(user, day === null ? null : dayOf(day)));
  },
  update_settings: (world, user, call) =>
    settingsAnswer(world, user, world.updateSettings(user, text(call, "zone"), number(call, "day_start_hour"))),
  claim_reward: (world, user, call) =>
    claimAnswer(world, user, world.claim(user, text(call, "reward_id") ?? "", text(call, "period_key"))),
};
