// How many statements and round trips each variant takes: by servers of their own, over a line that counts.
import { startServer } from "../support/server.ts";
import type { Deck } from "./decks.ts";
import type { Command } from "./documents.ts";
import { startFloor } from "./floor_process.ts";
import type { Generator } from "./load.ts";
import { openLine } from "./line.ts";
import { median, playTurn, type Ground } from "./measure.ts";
import { httpVariant, type Target } from "./variants.ts";
import { serverSettings, type World } from "./world.ts";

/** For one request, the median. */
export interface Statements {
  /** Sent by the server, without what only begins or ends a transaction or sets something for it. */
  sent: number;
  /** Those. */
  frame: number;
  roundTrips: number;
  /** Run inside the functions that it calls. */
  within: number;
}

const commands: Command[] = ["check-in", "home", "claim", "spend"];
const requests = 3;

/** Counts for GraphQL and the floor, by the variant's name. */
export async function countStatements(world: World, deck: Deck, generator: Generator, ground: Ground): Promise<Map<string, Statements>> {
  const { adminUrl, pool, name: database } = world;
  await pool.query(`alter database ${database} set pg_stat_statements.track = 'all'`);
  const line = await openLine(adminUrl);
  const [server, floor] = await Promise.all([
    startServer({ adminUrl: line.url }, "production", serverSettings),
    startFloor(line.url),
  ]);
  const targets: Target[] = [{ kind: "graphql", url: server.url, pid: server.pid }, { kind: "floor", ...floor }];
  const counted = new Map<string, Statements>();
  const within = async (): Promise<number> =>
    (await pool.query<{ calls: number }>("select coalesce(sum(s.calls), 0)::float8 as calls from bench.pg_stat_statements as s where not s.toplevel")).rows[0]?.calls ?? 0;
  try {
    for (const target of targets) {
      for (const command of commands) {
        const variant = httpVariant(generator, deck, target, command, { connections: 1 });
        const found: Statements[] = [];
        for (let request = -2; request < requests; request++) { // the first prepare statements
          const before = await within();
          line.take();
          await playTurn(variant, 1, ground);
          const { statements, frame, roundTrips } = line.take();
          if (request >= 0) found.push({ sent: statements - frame, frame, roundTrips, within: (await within()) - before });
        }
        const of = (figure: keyof Statements): number => median(found.map((each) => each[figure]));
        counted.set(variant.name, { sent: of("sent"), frame: of("frame"), roundTrips: of("roundTrips"), within: of("within") });
      }
    }
  } finally {
    await server.stop();
    floor.stop();
    line.close();
    await pool.query(`alter database ${database} reset pg_stat_statements.track`);
  }
  return counted;
}
