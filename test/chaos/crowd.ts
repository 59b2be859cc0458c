// Many clients at once: they want new things, the same thing in two places, and old things again, until time is up.
import { setTimeout as sleep } from "node:timers/promises";
import { iso, minute } from "../model/time.ts";
import type { Instant } from "../model/time.ts";
import type { TestDatabase } from "../support/database.ts";
import { insist } from "./client.ts";
import type { Line, Outcome } from "./client.ts";
import { make } from "./commands.ts";
import type { Command, Population } from "./commands.ts";
import { Knowledge } from "./knowledge.ts";
import { randomOf } from "./random.ts";
import type { Random } from "./random.ts";
import { rush } from "./rush.ts";

export interface Crowd {
  clients: number;
  seconds: number;
  seed: number;
  population: Population;
}
export interface Heard {
  outcomes: Outcome[];
  commands: number;
  twins: number;
  later: number;
  clock: Instant;
}

const [again, twice, rushes] = [0.15, 0.3, 0.02];
const twinLagMs = 8;
const mostOfTheClock = 11 * 60 * minute;

export async function letLoose(line: Omit<Line, "hear" | "usual">, crowd: Crowd, database: TestDatabase, start: Instant, tell: (heard: Heard) => void): Promise<Heard> {
  const heard: Heard = { outcomes: [], commands: 0, twins: 0, later: 0, clock: start };
  const knowledge = new Knowledge(start);
  const until = performance.now() + crowd.seconds * 1000;
  const hear = (outcome: Outcome): void => {
    heard.outcomes.push(outcome);
    if (outcome.is === "answered") knowledge.learn(outcome.command.user, outcome.answer);
  };
  const servers = line.urls.length;
  const usual = { ms: 50 };
  const say = async (random: Random, command: Command, server: number): Promise<void> => insist({ ...line, hear, usual }, random, command, server);

  const client = async (index: number): Promise<void> => {
    const random = randomOf(crowd.seed + 1 + index);
    while (performance.now() < until) {
      const server = random.from(0, servers - 1);
      if (random.chance(rushes)) {
        const { restock, claims } = rush(random, knowledge, crowd.population);
        heard.commands += 1 + claims.length;
        await say(random, restock, server);
        await Promise.all(claims.map(async (claim, shopper) => say(random, claim, (server + shopper) % servers)));
        continue;
      }
      const isOld = knowledge.commands.length > 0 && random.chance(again);
      const command = isOld ? random.of(knowledge.commands) : make(random, knowledge, crowd.population);
      const hasTwin = random.chance(twice);
      heard.commands += isOld ? 0 : 1;
      heard.later += isOld ? 1 : 0;
      heard.twins += hasTwin ? 1 : 0;
      if (!isOld) knowledge.remember(command);
      const twin = async (): Promise<void> => {
        await sleep(random.from(0, twinLagMs));
        await say(random, command, (server + 1) % servers);
      };
      await Promise.all([say(random, command, server), ...(hasTwin ? [twin()] : [])]);
    }
  };

  /** Some thirty steps of hours, however short: days pass. */
  const moveClock = async (): Promise<void> => {
    const random = randomOf(crowd.seed);
    const step = Math.min(500, (crowd.seconds * 1000) / 30);
    while (performance.now() + step < until) {
      await sleep(step);
      heard.clock += random.from(1, mostOfTheClock);
      knowledge.clock = heard.clock;
      await database.setClock(iso(heard.clock));
    }
  };

  const teller = setInterval(() => tell(heard), 5000);
  try {
    await Promise.all([moveClock(), ...Array.from({ length: crowd.clients }, async (_, index) => client(index))]);
  } finally {
    clearInterval(teller);
  }
  return heard;
}
