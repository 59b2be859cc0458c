// The benchmark from start to end: what is played, in which order, and what it comes to.
import { UserError } from "../../src/user_error.ts";
import { startServer } from "../support/server.ts";
import { openDeck } from "./decks.ts";
import { startFloor } from "./floor_process.ts";
import { playGrowth, type Growth } from "./growth.ts";
import { startGenerator, type Generator } from "./load.ts";
import { median, newGround, playRounds, playTurn, type Turns } from "./measure.ts";
import type { Options } from "./options.ts";
import { peerVariants } from "./peer.ts";
import { pgbenchVersion } from "./pgbench.ts";
import { startBenchPostgres, type BenchPostgres } from "./postgres.ts";
import { functionVariant, makeTpcb, pgbenchFunctionVariant, pgbenchTpcbVariant, tpcbVariant } from "./sql_variants.ts";
import { countStatements, type Statements } from "./statements.ts";
import { storedSince } from "./stored.ts";
import { httpVariant, type Target, type Variant } from "./variants.ts";
import { countFsyncs, countUpdates } from "./wal.ts";
import { makeWorld, serverSettings } from "./world.ts";

export interface Figures {
  options: Options;
  versions: Record<string, string>;
  postgresSettings: Record<string, string>;
  turns: Turns;
  /** By variant. */
  statements: Map<string, Statements>;
  fsyncs: Map<string, number>;
  /** Turns at half of the top rate. */
  halfRate: { perSecond: number; p50: number; p99: number }[];
  hotShare: number;
  growth: Growth | undefined;
  failures: number;
  reasons: string[];
  /** What was answered and what is stored, where they differ. */
  differences: string[];
}

const halfRateTurns = 5;

/** Plays all of it, and leaves nothing behind, also on a signal. */
export async function runBenchmark(options: Options, tell: (line: string) => void): Promise<Figures> {
  const starting = startBenchPostgres(options.folder, tell);
  let signalled: UserError | undefined;
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= starting.then((postgres) => postgres.stop()));
  // Without PostgreSQL nothing goes on, and whatever was started is stopped on the way out. A signal may come twice, by npm too.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      signalled ??= new UserError(`${signal}: stopped before the end.`);
      stop().catch(() => undefined);
    });
  const postgres = await starting;
  const generator = startGenerator();
  try {
    return await play(options, postgres, generator, tell);
  } catch (error) {
    throw signalled ?? error;
  } finally {
    generator.stop();
    await stop();
  }
}

async function play(options: Options, postgres: BenchPostgres, generator: Generator, tell: (line: string) => void): Promise<Figures> {
  const { users, days, connections, rounds, seconds } = options;
  const pgbench = await pgbenchVersion(options.pgbench);
  tell(`PostgreSQL ${postgres.version}, ${pgbench ? `pgbench ${pgbench}` : "no pgbench here"}`);
  const [world, tpcb] = await Promise.all([
    makeWorld(postgres.adminUrl, { users, days, sample: Math.ceil(users / 50) }, tell),
    makeTpcb(postgres.adminUrl, users),
  ]);
  const floor = await startFloor(world.adminUrl);
  const several = await startServer(world, "production", { ...serverSettings, WEB_CONCURRENCY: String(options.workers) });
  try {
    // Two ways in each round, a round more to warm up, and flushes to count.
    const deck = await openDeck(world, 2 * (rounds + 1) + 4);
    const ground = newGround(world.pool, postgres.pid);
    const updatesBefore = await countUpdates(world.pool);
    const before = await storedSince(world.pool);
    tell("Counting statements and round trips");
    const statements = await countStatements(world, deck, generator, ground);

    const graphql: Target = { kind: "graphql", url: world.server.url, pid: world.server.pid };
    const least: Target = { kind: "floor", ...floor };
    const shared: Target = { kind: "graphql", url: several.url, pid: several.pid, which: `${options.workers} workers` };
    const over = (target: Target, command: Parameters<typeof httpVariant>[3], isRepeat = false): Variant =>
      httpVariant(generator, deck, target, command, { connections, isRepeat });
    const variants = [
      over(graphql, "check-in"), over(least, "check-in"), over(shared, "check-in"),
      over(graphql, "home"), over(least, "home"),
      over(graphql, "claim"), over(least, "claim"),
      over(graphql, "spend"), over(least, "spend"),
      // Between them, so that no server is idle for so long that it closes its connections.
      functionVariant(generator, deck, world), tpcbVariant(generator, tpcb),
      over(graphql, "check-in", true), over(graphql, "claim", true),
      ...(pgbench ? [pgbenchFunctionVariant(options.pgbench, deck, world), pgbenchTpcbVariant(options.pgbench, tpcb)] : []),
      over(graphql, "spend", true),
      ...(options.peer ? peerVariants(generator, options.peer, connections) : []),
    ];
    const limit = Math.floor(users / 4);
    tell(`${variants.length} variants, ${rounds} rounds of ${seconds} s each`);
    const turns = await playRounds(variants, { rounds, seconds, limit }, ground, tell);

    tell("Counting flushes to disk");
    const fsyncs = new Map<string, number>();
    for (const variant of variants.filter(({ name, stores }) => stores ?? name.startsWith("TPC-B"))) {
      const start = await countFsyncs(world.pool);
      const turn = await playTurn(variant, Math.min(limit, Math.round(seconds * median((turns.get(variant.name) ?? []).map((each) => each?.perSecond)))), ground);
      if (turn) fsyncs.set(variant.name, ((await countFsyncs(world.pool)) - start) / turn.answered);
    }

    tell("At half of the top rate");
    const rate = median((turns.get("GraphQL check-in") ?? []).map((turn) => turn?.perSecond)) / 2;
    const atRate = httpVariant(generator, deck, graphql, "check-in", { connections, rate });
    await playTurn(atRate, Math.min(limit, Math.round(rate)), ground); // after the hanging up
    const halfRate: Figures["halfRate"] = [];
    for (let turn = 0; turn < halfRateTurns; turn++) {
      const played = await playTurn(atRate, Math.min(limit, Math.round(rate * seconds * 2)), ground);
      if (played) halfRate.push({ perSecond: played.perSecond, p50: played.p50, p99: played.p99 });
    }

    const updates = await countUpdates(world.pool);
    const stored = await storedSince(world.pool);
    const differences = (["check-in", "claim", "spend"] as const)
      .filter((command) => stored[command] - before[command] !== ground.stored[command])
      .map((command) => `${ground.stored[command]} calls of ${command} were answered, and ${stored[command] - before[command]} are stored.`);
    const growth = options.growth.length > 0 ? await playGrowth(postgres, generator, options, tell) : undefined;
    return {
      options,
      versions: { node: process.versions.node, postgres: postgres.version, ...(pgbench && { pgbench }) },
      postgresSettings: postgres.settings,
      turns, statements, fsyncs, halfRate,
      hotShare: (updates.hot - updatesBefore.hot) / (updates.all - updatesBefore.all),
      growth,
      failures: ground.failures + (growth?.failures ?? 0),
      reasons: [...ground.reasons, ...(growth?.reasons ?? [])],
      differences,
    };
  } finally {
    floor.stop();
    await several.stop();
    await world.close();
  }
}
