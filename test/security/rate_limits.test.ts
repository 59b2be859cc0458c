/** Requests a minute: by user, else by address, over all servers, whatever a client says of itself. */
import type pg from "pg";
import { createCountPool } from "../../src/database/pool.ts";
import { log } from "../../src/log.ts";
import { createCounter } from "../../src/server/counter.ts";
import { networkOf } from "../../src/server/network.ts";
import type { HttpServer } from "../../src/server.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { bearer, openHttp, sendRaw } from "../support/http.ts";

let database: TestDatabase;
const open: HttpServer[] = [];

beforeAll(async () => {
  log.level = "silent";
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
});
afterAll(() => database.drop());

async function serve(settings: Record<string, string>, store?: pg.Pool): Promise<HttpServer> {
  const server = await openHttp({ settings, ...(store && { store }) });
  open.push(server);
  return server;
}

const ask = (server: HttpServer, headers: Record<string, string> = {}, path = "/graphql"): Promise<Response> =>
  fetch(server.url + path, { method: "POST", headers });

/** The statuses of so many requests, one after the other. */
async function statuses(count: number, send: () => Promise<Response>): Promise<number[]> {
  const answers = [];
  for (let i = 0; i < count; i++) answers.push((await send()).status);
  return answers;
}

describe("who brings no token", () => {
  test("gets so many answers a minute from one address, then is told when to come again", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "3" });
    const third = (await Promise.all([ask(server), ask(server), ask(server)])).at(-1);
    expect(third?.status).toBe(200);
    const refused = await ask(server, { "x-request-id": "mine" });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      errors: [{ message: expect.stringMatching(/more than 3 .*: try again in \d+ s\.$/), extensions: { code: "RATE_LIMITED", requestId: "mine" } }],
    });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect(refused.headers.get("ratelimit-limit")).toBe("3");
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
  });

  test("or an empty one, is counted too", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1" });
    expect(await statuses(3, () => ask(server, { authorization: "" }))).toEqual([200, 429, 429]);
  });

  test("is refused before the body has come", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1" });
    await ask(server);
    const { text } = await sendRaw(server.url, "POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    expect(text).toMatch(/^HTTP\/1.1 429 /);
  });

  test("gets no more by saying that others sent it", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1" });
    let i = 0;
    expect(await statuses(3, () => ask(server, { "x-forwarded-for": `203.0.113.${i++}`, forwarded: `for=203.0.113.${i}` }))).toEqual([200, 429, 429]);
  });

  test("is whom the proxies say that are ours, and not whom the client says before them", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1", TRUST_PROXY: "1" });
    let i = 0;
    const via = (client: string) => ask(server, { "x-forwarded-for": `198.51.100.${i++}, ${client}` });
    expect(await statuses(2, () => via("203.0.113.1"))).toEqual([200, 429]);
    expect(await statuses(2, () => via("203.0.113.2"))).toEqual([200, 429]);
  });

  test("in IPv6 is the whole network of 64 bits", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1", TRUST_PROXY: "1" });
    const via = (client: string) => ask(server, { "x-forwarded-for": client });
    expect(await statuses(1, () => via("2001:db8:1:2::1"))).toEqual([200]);
    expect(await statuses(1, () => via("2001:db8:1:2:ffff:1:2:3"))).toEqual([429]);
    expect(await statuses(1, () => via("2001:db8:1:3::1"))).toEqual([200]);
  });
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::1", "0:0:0:0"],
  ["::", "0:0:0:0"],
  ["2001:DB8::1", "2001:db8:0:0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0db8:0001:0002::", "2001:db8:1:2"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["64:ff9b::192.0.2.33", "64:ff9b:0:0"],
  ["nonsense", "nonsense"],
  ["", ""],
])("the network of %s is %s", (address, network) => expect(networkOf(address)).toBe(network));

describe("who brings a token", () => {
  test("that is good is counted by user, and nobody else at that address is", async () => {
    const server = await serve({ RATE_LIMIT_PER_USER: "2", RATE_LIMIT_PER_ADDRESS: "1" });
    const crowd = await Promise.all(Array.from({ length: 20 }, async (_, i) => ask(server, await bearer(`user ${i}`))));
    expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([200]));
    const alice = await bearer("alice");
    expect(await statuses(3, () => ask(server, alice))).toEqual([200, 200, 429]);
    expect(await statuses(1, async () => ask(server, await bearer("alice")))).toEqual([429]);
    expect(await statuses(1, async () => ask(server, await bearer("bob")))).toEqual([200]);
  });

  test("that is bad is counted by address, with those who bring none", async () => {
    const server = await serve({ RATE_LIMIT_PER_ADDRESS: "3" });
    let i = 0;
    expect(await statuses(2, () => ask(server, { authorization: `Bearer bad.${i++}` }))).toEqual([401, 401]);
    expect(await statuses(2, () => ask(server))).toEqual([200, 429]);
    expect(await statuses(1, () => ask(server, { authorization: "Bearer bad" }))).toEqual([429]);
    expect(await statuses(1, async () => ask(server, await bearer("alice")))).toEqual([200]);
  });
});

test("whether we are alive and ready may be asked at any rate", async () => {
  const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1" });
  await statuses(2, () => ask(server));
  for (const path of ["/healthz", "/readyz"]) expect(await statuses(5, () => fetch(server.url + path))).toEqual([200, 200, 200, 200, 200]);
});

test.each(["/graphql/", "/GraphQL", "//graphql", "/graphql?x", "/graphql/more"])("no spelling of the path reaches the API uncounted: %s", async (path) => {
  const server = await serve({ RATE_LIMIT_PER_ADDRESS: "1" });
  const [, second] = await statuses(2, () => ask(server, {}, path));
  expect(second).not.toBe(200);
});

test("without settings nothing is counted", async () => {
  const server = await serve({});
  const answer = await ask(server);
  expect(answer.headers.get("ratelimit-limit")).toBeNull();
});

describe("over several servers", () => {
  const caller = "c".repeat(22);
  const countOf = async (name: string) =>
    (await database.query<{ points: number }>("select points from app_private.request_counts where key = $1", [`${name}:${caller}`]))[0]?.points;

  async function withServers(count: number, act: (pools: pg.Pool[]) => Promise<void>): Promise<void> {
    const pools = Array.from({ length: count }, () => createCountPool(database.serverUrl));
    await act(pools);
    for (const pool of pools) await pool.end();
  }

  /** How many of so many requests in turn pass. */
  async function passing(counters: ReturnType<typeof createCounter>[], requests: number): Promise<number> {
    let passed = 0;
    for (let i = 0; i < requests; i++) {
      const counter = counters[i % counters.length];
      if (counter && (await counter.count(caller)).count <= counter.max) passed++;
    }
    return passed;
  }

  test("a caller of few requests is not counted in PostgreSQL, one of many is, with all that were free before", async () =>
    withServers(1, async ([pool]) => {
      const counter = createCounter("few", 40, pool);
      expect(await passing([counter], 10)).toBe(10);
      expect(await countOf("few")).toBeUndefined();
      await counter.count(caller);
      expect(await countOf("few")).toBe(11);
    }));

  test("a caller gets at most (1 + (N - 1) / 4) of the limit from N", async () =>
    withServers(3, async (pools) => {
      const counters = pools.map((pool) => createCounter("many", 40, pool));
      expect(await passing(counters, 200)).toBeLessThanOrEqual(40 * 1.5);
    }));

  test("and exactly the limit from one, however fast", async () =>
    withServers(1, async ([pool]) => {
      const counter = createCounter("fast", 40, pool);
      const counts = await Promise.all(Array.from({ length: 200 }, () => counter.count(caller)));
      expect(counts.filter(({ count }) => count <= 40)).toHaveLength(40);
    }));

  test("what one has refused, another refuses once its free share is gone", async () =>
    withServers(2, async (pools) => {
      const [one, other] = pools.map((pool) => createCounter("other", 40, pool));
      if (!one || !other) throw new Error("two were asked for");
      expect(await passing([one], 100)).toBe(40);
      expect(await passing([other], 100)).toBe(10);
      const rows = await countOf("other");
      await passing([one, other], 50);
      expect(await countOf("other")).toBe(rows); // who is refused is not written down any more
    }));

  test("without PostgreSQL each counts alone, without delay, and together again when it is back", async () =>
    withServers(1, async ([pool]) => {
      const counter = createCounter("away", 40, pool);
      await database.query("alter table app_private.request_counts rename to away");
      const begin = performance.now();
      expect(await passing([createCounter("alone", 40, pool)], 100)).toBe(40);
      expect(await passing([counter], 30)).toBe(30);
      expect(performance.now() - begin).toBeLessThan(500);
      await database.query("alter table app_private.away rename to request_counts");
      await new Promise((done) => setTimeout(done, 1_050));
      await createCounter("away", 40, pool).count(caller);
      await counter.count(caller);
      expect(await countOf("away")).toBe(1);
    }));

  test("nor with one that does not answer: half a second once, then none", async () =>
    withServers(1, async ([pool]) => {
      const counter = createCounter("slow", 40, pool);
      const holder = await database.pool.connect();
      await holder.query("begin; lock table app_private.request_counts in access exclusive mode");
      const begin = performance.now();
      expect(await passing([counter], 100)).toBe(40);
      expect(performance.now() - begin).toBeLessThan(1_500);
      await holder.query("rollback");
      holder.release();
    }));

  test("no address and no name is stored", async () => {
    const pool = createCountPool(database.serverUrl);
    const server = await serve({ RATE_LIMIT_PER_USER: "2", RATE_LIMIT_PER_ADDRESS: "2" }, pool);
    await database.query("delete from app_private.request_counts");
    await statuses(3, async () => ask(server, await bearer("alice@example.com")));
    await statuses(3, () => ask(server));
    const rows = await database.query<{ key: string }>("select key from app_private.request_counts order by key");
    expect(rows.map(({ key }) => key)).toEqual([expect.stringMatching(/^address:[\w-]{22}$/), expect.stringMatching(/^user:[\w-]{22}$/)]);
  });
});
