// What the same costs among more users: a database of each size, with a server each, in the same rounds.
import { openDeck, stepThrough } from "./decks.ts";
import type { Generator } from "./load.ts";
import { newGround, playRounds, type Turns } from "./measure.ts";
import type { Options, Size } from "./options.ts";
import type { BenchPostgres } from "./postgres.ts";
import { functionVariant } from "./sql_variants.ts";
import { sizesOf, touchedBy, type Relation, type Touched } from "./touched.ts";
import { httpVariant, type Target, type Variant } from "./variants.ts";
import { makeWorld, type World } from "./world.ts";

export interface Growth {
  sizes: Size[];
  active: number;
  /** By the variant's name, a comma, and the size's. */
  turns: Turns;
  /** What one call touches, by command, a comma, and the size's name. */
  touched: Map<string, Touched>;
  /** What is stored, by the size's name. */
  relations: Map<string, Relation[]>;
  failures: number;
  reasons: string[];
}

/** What is measured at each size. */
export const grown = ["GraphQL check-in", "GraphQL home", "GraphQL claim", "function check-in, pg driver"];

const warmedAtOnce = 20_000;

/** A variant's name at a size. */
export const nameAt = (name: string, size: string): string => `${name}, ${size}`;

/** Makes the sizes one after another, then plays rounds through all of them. */
export async function playGrowth(
  postgres: BenchPostgres,
  generator: Generator,
  { growth: sizes, active: share, connections, rounds, seconds }: Options,
  tell: (line: string) => void,
): Promise<Growth> {
  const worlds: World[] = [];
  const variants: Variant[] = [];
  const touched: Growth["touched"] = new Map();
  const relations: Growth["relations"] = new Map();
  // All check-ins are of one day, at every size: of different days they would have different things to do.
  const least = Math.min(...sizes.map(({ users }) => users));
  const limit = Math.floor(least / (2 * (rounds + 1)));
  const activeOf = (users: number): number => Math.max(least, Math.round(users * share));
  try {
    for (const size of sizes) {
      const name = `bench_growth_${worlds.length}`;
      const world = await makeWorld(postgres.adminUrl, { ...size, sample: Math.min(50, Math.ceil(size.users / 50)), name }, tell);
      worlds.push(world);
      const deck = await openDeck(world, rounds + 1, activeOf(size.users));
      relations.set(size.name, await sizesOf(world.pool));
      const target: Target = { kind: "graphql", url: world.server.url, pid: world.server.pid };
      const all = [
        ...(["check-in", "home", "claim"] as const).map((command) => httpVariant(generator, deck, target, command, { connections })),
        functionVariant(generator, deck, world),
      ];
      variants.push(...all.map((variant) => ({ ...variant, name: nameAt(variant.name, size.name) })));
    }
    const [first] = worlds;
    if (!first) throw new Error("No size was asked for");
    // When all are there: to make the next one pushes the pages of those before out of memory.
    for (const [index, { name }] of sizes.entries()) {
      const world = worlds[index] ?? first;
      await warm(world, activeOf(world.users), tell);
      for (const [command, found] of await touchedBy(world.pool)) touched.set(nameAt(command, name), found);
    }
    const ground = newGround(first.pool, postgres.pid);
    const inTurn = grown.flatMap((name) => variants.filter((variant) => variant.name.startsWith(`${name}, `)));
    const turns = await playRounds(inTurn, { rounds, seconds, limit }, ground, tell);
    return { sizes, active: share, turns, touched, relations, failures: ground.failures, reasons: ground.reasons };
  } finally {
    for (const world of worlds) await world.close();
  }
}

// Who comes each day has come yesterday: what they need lies in memory, as far as there is room.
// The first whom the deck deals are read last.
async function warm({ pool, users }: World, active: number, tell: (line: string) => void): Promise<void> {
  for (let end = active; end > 0; end -= warmedAtOnce) {
    await pool.query("call bench.warm($1, $2, $3, $4)", [users, Math.max(0, end - warmedAtOnce), end - 1, stepThrough(users)]);
    tell(`The pages of ${Math.min(active, active - end + warmedAtOnce).toLocaleString("en")} of ${active.toLocaleString("en")} users have been read`);
  }
}
