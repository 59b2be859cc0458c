// The short forms of `npm run bench` and `npm run bench:catalogue`: that they run, and that their figures are there. Nothing is timed in a test.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { measureCatalogues } from "./catalogue.ts";

interface Json {
  turns: Record<string, Record<string, number>[]>;
  statements: Record<string, object>;
  fsyncs: Record<string, number>;
  halfRate: object[];
  growth: { turns: Record<string, object[]>; touched: Record<string, object>; relations: Record<string, { table: string }[]> };
  asked: { what: string; figure?: string; isReached?: boolean }[];
  hotShare: number;
  failures: number;
  differences: string[];
}

const ways = ["GraphQL", "floor"].flatMap((way) => ["check-in", "home", "claim", "spend"].map((command) => `${way} ${command}`));
const stores = ways.filter((name) => !name.endsWith("home"));
const several = "GraphQL check-in, 2 workers";
const noServer = ["function check-in, pg driver", "TPC-B-like, pg driver"];

test("the benchmark runs, every answer is right, and every figure is there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "engagement-bench-"));
  const json = join(folder, "figures.json");
  const asked = new Set<string>();
  const peer = createServer((request, response) => {
    asked.add(`${request.method} ${request.url} ${request.headers.authorization}`);
    request.resume().on("end", () => response.end("{}"));
  });
  await once(peer.listen(0, "127.0.0.1"), "listening");
  try {
    const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/api/`;
    const args = ["--quick", "--growth", "80,300x4", "--peer", url, "--peer-token", "one,two", "--pgbench", "none", "--json", json];
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "run.ts"), ...args], {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    const figures = JSON.parse(readFileSync(json, "utf8")) as Json;
    expect(figures).toMatchObject({ failures: 0, differences: [] });
    expect(Object.keys(figures.turns)).toEqual(expect.arrayContaining([...ways, several, ...noServer]));
    for (const name of [...ways, several, ...noServer]) {
      expect(figures.turns[name]).toHaveLength(2);
      for (const turn of figures.turns[name] ?? []) {
        expect(turn).toMatchObject({ perSecond: expect.any(Number), p50: expect.any(Number), p99: expect.any(Number), postgresMs: expect.any(Number) });
        expect(turn["answered"]).toBeGreaterThan(0);
      }
    }
    expect(Object.keys(figures.statements).sort()).toEqual(ways.toSorted());
    expect(figures.statements["floor home"]).toMatchObject({ sent: expect.any(Number), roundTrips: 1 });
    expect(Object.keys(figures.fsyncs)).toEqual(expect.arrayContaining([...stores, ...noServer]));
    expect(figures.fsyncs["TPC-B-like, pg driver"]).toBeGreaterThan(0);
    expect(figures.turns["GraphQL check-in"]?.[0]?.["walBytes"]).toBeGreaterThan(0);
    expect(figures.halfRate).toHaveLength(5);
    for (const size of ["80", "300x4"]) {
      expect(figures.growth.turns[`GraphQL claim, ${size}`]).toEqual(Array(2).fill(expect.objectContaining({ answered: expect.any(Number) })));
      expect(figures.growth.touched[`check-in, ${size}`]).toMatchObject({ buffers: expect.any(Number), walRecords: expect.any(Number) });
      expect(figures.growth.relations[size]?.map(({ table }) => table)).toContain("journal_entries");
    }
    // What is asked of them is for a quiet machine; that each could be judged is for every one.
    const unknown = figures.asked.filter(({ isReached }) => isReached === undefined).map(({ what }) => what);
    expect(unknown).toEqual([expect.stringContaining("by pgbench")]);
    expect([...asked].toSorted()).toEqual(["GET /api/me Bearer one", "GET /api/me Bearer two", "POST /api/checkins Bearer one", "POST /api/checkins Bearer two"]);
    for (const { what } of figures.asked) expect(stdout).toContain(what);
  } finally {
    peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);

test("the home screen and the check-in are measured with 5 rewards and with 50", async () => {
  const measured = { ms: { 5: expect.any(Number), 50: expect.any(Number) }, ratio: expect.any(Number) };
  expect(await measureCatalogues(1, 5)).toEqual({ home: measured, checkIn: measured });
});
