// What a catalogue of 50 rewards costs beside one of 5: the home screen and the check-in, through a server each, in turn.
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

/** Medians in milliseconds by number of rewards, and the median of the rounds' ratios. */
export interface Figures {
  home: { ms: Record<number, number>; ratio: number };
  checkIn: { ms: Record<number, number>; ratio: number };
}

interface Side {
  rewards: number;
  database: TestDatabase;
  server: TestServer;
  /** Of March 2026, on from the first. */
  day: number;
}

const catalogues = [5, 50] as const;
const daysBefore = 30;

const home = `{ me {
  state { today points streak { current status expiresAt } energy { value nextAt } level { number } inventory { itemId quantity } }
  rewards { rewardId title status progress { title current atLeast } gives { points energy } unclaimed { periodKey } }
} }`;
const checkIn = "mutation { checkIn(input: {}) { result { day unlocked { rewardId } state { points streak { current } } } } }";

// Half of them within reach, one in five for each kind of repeat; each asks for three metrics, and is not claimed in time.
const makeRewards = `
  delete from app_private.reward_conditions;
  delete from app_private.rewards;
  select test.add_reward(
    jsonb_build_object('id', 'reward_' || k, 'gives_points', 1, 'claim_within_hours', 48, 'repeats', (enum_range(null::app_public.reward_repeat))[1 + k % 5]),
    jsonb_build_object('check_ins', 1 + k % 7, 'current_streak', 1 + k % 5, 'points', case k % 2 when 0 then 1 else 1000000 end))
  from generate_series(1, :rewards) as k`;

/** Plays the rounds, each of so many requests to both. */
export async function measureCatalogues(
  rounds: number,
  requests: number,
  tell: (line: string) => void = () => undefined,
): Promise<Figures> {
  const sides: Side[] = [];
  try {
    for (const rewards of catalogues) sides.push(await open(rewards));
    tell(`${daysBefore} days lived with ${catalogues.join(" and ")} rewards`);
    const times = { home: sides.map((): number[] => []), checkIn: sides.map((): number[] => []) };
    for (let round = 0; round <= rounds; round++) {
      for (const [index, side] of sides.entries()) {
        const [homeMs, checkInMs] = [await timeHome(side, requests), await timeCheckIns(side, Math.ceil(requests / 5))];
        if (round === 0) continue; // warms up
        times.home[index]?.push(homeMs);
        times.checkIn[index]?.push(checkInMs);
      }
      tell(`round ${round} of ${rounds}`);
    }
    return { home: compare(times.home), checkIn: compare(times.checkIn) };
  } finally {
    for (const { server, database } of sides) {
      await server.stop();
      await database.drop();
    }
  }
}

async function open(rewards: number): Promise<Side> {
  const database = await createTestDatabase();
  await database.query(makeRewards.replace(":rewards", String(rewards)));
  const side = { rewards, database, server: await startServer(database), day: 1 };
  await timeCheckIns(side, daysBefore);
  await database.query("analyze");
  return side;
}

const timeHome = async ({ server }: Side, requests: number): Promise<number> => {
  const times: number[] = [];
  for (let request = 0; request < requests; request++) times.push(await timed(server, home));
  return median(times);
};

async function timeCheckIns(side: Side, days: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < days; count++) {
    await side.database.setClock(new Date(Date.UTC(2026, 2, side.day++, 12)));
    times.push(await timed(side.server, checkIn));
  }
  return median(times);
}

async function timed(server: TestServer, document: string): Promise<number> {
  const started = performance.now();
  const { errors } = await server.send("alice", document);
  const ms = performance.now() - started;
  if (errors) throw new Error(JSON.stringify(errors));
  return ms;
}

function compare([few = [], many = []]: number[][]): Figures["home"] {
  const [first, second] = catalogues;
  return {
    ms: { [first]: round(median(few)), [second]: round(median(many)) },
    ratio: round(median(many.map((ms, index) => ms / (few[index] ?? Number.NaN)))),
  };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number): number => Math.round(value * 100) / 100;
