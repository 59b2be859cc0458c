// What clients have learnt from answers, to want next what is likely to be had or to collide.
import type { Json } from "../model/json.ts";
import { dayLength, dayOf, isoDay } from "../model/time.ts";
import type { Day } from "../model/time.ts";
import type { Command } from "./commands.ts";

export type Shown = { [key: string]: Json };

export interface Known {
  today: Day;
  lastEntry: number;
  /** The day that a repair would name. */
  repairable: Day | null;
  unlocked: { reward: string; period: string }[];
}

const commandsKept = 400;
const unlocksKept = 12;

export class Knowledge {
  readonly #users = new Map<string, Known>();
  /** The latest commands, whatever has become of them. */
  readonly commands: Command[] = [];
  /** Of limited rewards, as operators last saved them. */
  readonly stocks = new Map<string, number>();
  clock: number;

  constructor(clock: number) {
    this.clock = clock;
  }

  of(user: string): Known {
    const known = this.#users.get(user) ?? { today: Math.floor(this.clock / dayLength), lastEntry: 1, repairable: null, unlocked: [] };
    this.#users.set(user, known);
    return known;
  }

  remember(command: Command): void {
    this.commands.push(command);
    if (this.commands.length > commandsKept) this.commands.splice(0, commandsKept / 4);
  }

  /** Takes in what an answer tells of its user. */
  learn(user: string, answer: Shown): void {
    if (typeof answer["stock"] === "number") this.stocks.set(answer["rewardId"] as string, answer["stock"]);
    const { state, unlocked } = answer as { state?: Shown; unlocked?: Record<"rewardId" | "periodKey", string>[] };
    const known = this.of(user);
    if (state) {
      const { repair } = state["streak"] as { repair: { day: string } | null };
      known.today = dayOf(state["today"] as string);
      known.lastEntry = Number(state["sequenceNumber"]);
      known.repairable = repair && dayOf(repair.day);
    }
    known.unlocked.push(...(unlocked ?? []).map(({ rewardId, periodKey }) => ({ reward: rewardId, period: periodKey })));
    known.unlocked.splice(0, known.unlocked.length - unlocksKept);
  }
}

export const dayText = (day: Day, after = 0): string => isoDay(day + after);
