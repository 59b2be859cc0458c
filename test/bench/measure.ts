// Plays rounds: every variant has its turn in each, so that whatever else the machine does hits all alike.
import type pg from "pg";
import { cpuMs } from "./cpu.ts";
import type { Command } from "./documents.ts";
import type { Variant } from "./variants.ts";
import { walPoint, walSince } from "./wal.ts";

/** One variant's turn, each cost for one call that was answered. */
export interface Turn {
  asked: number;
  answered: number;
  perSecond: number;
  p50: number;
  p99: number;
  nodeMs: number | undefined;
  postgresMs: number | undefined;
  walBytes: number;
  walPageImageBytes: number;
  /** Of one core, that the load generator had. */
  generatorShare: number;
}

/** The turns of a variant, by its name, a place for each round: undefined where nothing was left to call. */
export type Turns = Map<string, (Turn | undefined)[]>;

/** Where turns are played, and what all of them together came to. */
export interface Ground {
  pool: pg.Pool;
  /** Of the postmaster, whose children are all that PostgreSQL does. */
  postgresPid: number;
  /** How many calls that store something were answered as they should be. */
  stored: Record<Command, number>;
  /** Calls that were not. */
  failures: number;
  reasons: string[];
}

/** Nothing has been played on it yet. */
export function newGround(pool: pg.Pool, postgresPid: number): Ground {
  return { pool, postgresPid, stored: { home: 0, "check-in": 0, claim: 0, spend: 0 }, failures: 0, reasons: [] };
}

/** Plays one turn of so many calls; undefined when there is nothing left to call. */
export async function playTurn(variant: Variant, count: number, ground: Ground): Promise<Turn | undefined> {
  const { pool, postgresPid: pid } = ground;
  const play = await variant.prepare(count);
  if (!play) return undefined;
  const point = await walPoint(pool);
  const before = [variant.pid && cpuMs(variant.pid), cpuMs(pid)] as const;
  const { asked, seconds, latenciesMs, failed, reasons, generatorCpuMs, answered = latenciesMs.length } = await play();
  const after = [variant.pid && cpuMs(variant.pid), cpuMs(pid)] as const;
  const wal = await walSince(pool, point);
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const each = (which: 0 | 1): number | undefined => {
    const [first, last] = [before[which], after[which]];
    return first === undefined || last === undefined ? undefined : (last - first) / answered;
  };
  if (variant.stores) ground.stored[variant.stores] += answered;
  ground.failures += failed.length;
  ground.reasons.push(...reasons.map((reason) => `${variant.name}: ${reason}`));
  if (failed.length + answered !== asked) throw new Error(`${variant.name}: ${asked} calls have ${failed.length + answered} answers`);
  return {
    asked,
    answered,
    perSecond: latenciesMs.length / seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    nodeMs: each(0),
    postgresMs: each(1),
    walBytes: wal.records / answered,
    walPageImageBytes: wal.pageImages / answered,
    generatorShare: generatorCpuMs / (seconds * 1000),
  };
}

/**
 * Plays the rounds, after one that warms up and finds how many calls of each variant take the time of a turn.
 * @param limit how many calls a turn has at most
 */
export async function playRounds(
  variants: Variant[],
  { rounds, seconds, limit }: { rounds: number; seconds: number; limit: number },
  ground: Ground,
  tell: (line: string) => void,
): Promise<Turns> {
  const counts = new Map<string, number>();
  const turns: Turns = new Map(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    // There and back, so that none always comes after the same one.
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      const turn = await playTurn(variant, counts.get(variant.name) ?? Math.min(100, Math.ceil(limit / 2)), ground);
      if (turn && turn.answered > 0) counts.set(variant.name, Math.max(16, Math.min(limit, Math.round(turn.perSecond * seconds))));
      if (round > 0) turns.get(variant.name)?.push(turn);
    }
    tell(round === 0 ? "Warmed up" : `Round ${round} of ${rounds}`);
  }
  return turns;
}

/** The median of the numbers that there are; NaN when there are none. */
export function median(values: (number | undefined)[]): number {
  return quantile(values.filter((value) => value !== undefined && !Number.isNaN(value)).toSorted((a, b) => (a ?? 0) - (b ?? 0)) as number[], 0.5);
}

/** What share of the sorted numbers is at most the answer. */
function quantile(sorted: number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export interface Ratio {
  median: number;
  min: number;
  max: number;
}

/** How one variant stands to another: by rounds, each of which had both. */
export function compare(turns: Turns, one: string, other: string): Ratio | undefined {
  const others = turns.get(other) ?? [];
  const ratios = (turns.get(one) ?? [])
    .map((turn, round) => (turn?.perSecond ?? Number.NaN) / (others[round]?.perSecond ?? Number.NaN))
    .filter((ratio) => !Number.isNaN(ratio));
  return ratios.length === 0 ? undefined : { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}
