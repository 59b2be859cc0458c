// What is asked of the figures, and whether each is reached.
import type { Figures } from "./bench.ts";
import { grown, nameAt } from "./growth.ts";
import { compare, median, type Turn, type Turns } from "./measure.ts";

export interface Asked {
  what: string;
  asked: string;
  /** What it came to, in words; undefined when it was not measured. */
  figure: string | undefined;
  isReached: boolean | undefined;
}

/** The median of a figure of a variant over its turns. */
export function medianOf(turns: Turns, variant: string, figure: (turn: Turn) => number | undefined): number {
  return median((turns.get(variant) ?? []).map((turn) => turn && figure(turn)));
}

/** The table of the issue "Fast, and shown to be", filled in. */
export function askedOf(figures: Figures): Asked[] {
  const { turns, statements, options } = figures;
  const peer = ratio(turns, "GraphQL check-in", "peer check-in");
  const home = statements.get("GraphQL home");
  return [
    atLeast(`GraphQL check-in ÷ floor, ${options.connections} connections, requests/s`, 0.8, ratio(turns, "GraphQL check-in", "floor check-in")),
    atLeast(`GraphQL check-in ÷ the peer's, ${options.connections} connections`, 8, peer),
    atLeast("GraphQL home screen ÷ floor", 0.75, ratio(turns, "GraphQL home", "floor home")),
    atLeast("check-in function ÷ TPC-B-like, 4 connections, durable, tps (pg driver)", 1, ratio(turns, "function check-in, pg driver", "TPC-B-like, pg driver")),
    atLeast("the same by pgbench", 1, ratio(turns, "function check-in, pgbench", "TPC-B-like, pgbench")),
    atMost("Node CPU a GraphQL check-in, ms", 0.8, medianOf(turns, "GraphQL check-in", (turn) => turn.nodeMs)),
    atMost("WAL bytes a check-in, between checkpoints", 1200, medianOf(turns, "GraphQL check-in", (turn) => turn.walBytes)),
    ...growthRows(figures),
    atMost("p99 ÷ p50 at half of the top rate", 5, median(figures.halfRate.map(({ p50, p99 }) => p99 / p50))),
    {
      what: "home screen: statements, round trips",
      asked: "1, 1",
      figure: home && `${home.sent}, ${home.roundTrips}`,
      isReached: home && home.sent === 1 && home.roundTrips === 1,
    },
    atLeast("HOT updates of the state row, %", 99, { median: figures.hotShare * 100 }),
  ];
}

function growthRows({ growth }: Figures): Asked[] {
  const [least, ...larger] = growth?.sizes.toSorted((a, b) => a.users * a.days - b.users * b.days).map(({ name }) => name) ?? ["10000", "1000000"];
  return larger.flatMap((size) =>
    grown
      .filter((name) => name.includes("check-in"))
      .map((name) =>
        atLeast(`${name}: with ${size} users ÷ with ${least}`, 0.75, growth && ratio(growth.turns, nameAt(name, size), nameAt(name, least ?? ""))),
      ),
  );
}

interface Found {
  median: number;
  spread?: string;
}

function ratio(turns: Turns, one: string, other: string): Found | undefined {
  const found = compare(turns, one, other);
  return found && { median: found.median, spread: ` (${digits(found.min)} to ${digits(found.max)})` };
}

function atLeast(what: string, least: number, found: Found | undefined): Asked {
  const isKnown = found !== undefined && !Number.isNaN(found.median);
  return {
    what,
    asked: `at least ${digits(least)}`,
    figure: isKnown ? digits(found.median) + (found.spread ?? "") : undefined,
    isReached: isKnown ? found.median >= least : undefined,
  };
}

function atMost(what: string, most: number, found: number): Asked {
  const isKnown = !Number.isNaN(found);
  return { what, asked: `at most ${digits(most)}`, figure: isKnown ? digits(found) : undefined, isReached: isKnown ? found <= most : undefined };
}

/** A number as tables show it: no more digits than tell something. */
export function digits(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(Math.abs(value) >= 10 ? 3 : 2)));
}
