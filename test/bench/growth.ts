// What the same costs among more users: a database of each size, with a server each, in the same rounds.
import { openDeck, type Deck } from "./decks.ts";
import type { Generator } from "./load.ts";
import { newGround, playRounds, type Turns } from "./measure.ts";
import type { Options } from "./options.ts";
import type { BenchPostgres } from "./postgres.ts";
import { functionVariant } from "./sql_variants.ts";
import { httpVariant, type Target, type Variant } from "./variants.ts";
import { makeWorld, type World } from "./world.ts";

export interface Growth {
  sizes: number[];
  /** By the variant's name, a comma, and the size. */
  turns: Turns;
  failures: number;
  reasons: string[];
}

/** What is measured at each size. */
export const grown = ["GraphQL check-in", "GraphQL home", "GraphQL claim", "function check-in, pg driver"];

/** A variant's name at a size. */
export const nameAt = (name: string, size: number): string => `${name}, ${size}`;

/** Makes the sizes one after another, then plays rounds through all of them. main: serves as one of them, when it has its size */
export async function playGrowth(
  main: { world: World; deck: Deck },
  postgres: BenchPostgres,
  generator: Generator,
  { growth: sizes, days, connections, rounds, seconds, users }: Options,
  tell: (line: string) => void,
): Promise<Growth> {
  const worlds: World[] = [];
  const variants: Variant[] = [];
  try {
    for (const size of sizes) {
      const isThere = size === main.world.users;
      const sample = Math.min(50, Math.ceil(size / 50));
      const world = isThere ? main.world : await makeWorld(postgres.adminUrl, { users: size, days, sample, name: `bench_growth_${size}` }, tell);
      if (!isThere) worlds.push(world);
      const deck = isThere ? main.deck : await openDeck(world, rounds + 1);
      const target: Target = { kind: "graphql", url: world.server.url, pid: world.server.pid };
      const all = [
        ...(["check-in", "home", "claim"] as const).map((command) => httpVariant(generator, deck, target, command, { connections })),
        functionVariant(generator, deck, world),
      ];
      variants.push(...all.map((variant) => ({ ...variant, name: nameAt(variant.name, size) })));
    }
    const ground = newGround(main.world.pool, postgres.pid);
    const inTurn = grown.flatMap((name) => variants.filter((variant) => variant.name.startsWith(`${name}, `)));
    const turns = await playRounds(inTurn, { rounds, seconds, limit: Math.floor(Math.min(users, ...sizes) / 4) }, ground, tell);
    return { sizes, turns, failures: ground.failures, reasons: ground.reasons };
  } finally {
    for (const world of worlds) await world.close();
  }
}
