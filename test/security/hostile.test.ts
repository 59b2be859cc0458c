/** Whatever document comes, the server refuses it at once and keeps serving everybody else. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startProbedServer, type Probe } from "../support/probed_server.ts";
import type { GraphqlError, TestServer } from "../support/server.ts";
import { hostileDocuments } from "./hostile_documents.ts";
import { largeDocuments } from "./large_documents.ts";

const msMax = 100;
const triesMax = 8;
let database: TestDatabase;
let server: TestServer & { probe: () => Promise<Probe> };

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startProbedServer(database, "production");
  await fillHistory();
  for (let i = 0; i < 5; i++) for (const query of Object.values(largeDocuments)) await server.send("alice", `${query}# warm ${i}`);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function fillHistory(): Promise<void> {
  for (let day = 1; day <= 60; day++) {
    await database.setClock(new Date(Date.UTC(2026, 0, day, 12)));
    await server.send("alice", "mutation { checkIn(input: {}) { result { day } } }");
  }
}

/** Sends it until a try is quick enough: what else the machine does is not the server's fault. Returns the best try. */
async function bestOf(act: (attempt: number) => Promise<void>, isGood: (probe: Probe) => boolean): Promise<Probe> {
  let best: Probe = { blockedMs: Infinity, requestMs: Infinity };
  for (let attempt = 0; attempt < triesMax && !isGood(best); attempt++) {
    await server.probe();
    await act(attempt);
    const now = await server.probe();
    if (now.blockedMs < best.blockedMs) best = now;
  }
  return best;
}

const blocksNobody = ({ blockedMs }: Probe): boolean => blockedMs < msMax;
const isQuick = (probe: Probe): boolean => blocksNobody(probe) && probe.requestMs < msMax;

const others = async (): Promise<void> => {
  expect(await server.send("bob", "{ me { state { points } } }")).toMatchObject({ data: { me: {} } });
};

describe("refused within 100 ms, while others are served:", () => {
  test.each(Object.entries(hostileDocuments))("%s", async (_what, { codes, body }) => {
    const best = await bestOf(async (attempt) => {
      const [errors] = await Promise.all([errorsOf(body(attempt)), others()]);
      expect(errors.length).toBeGreaterThan(0);
      for (const { extensions, message } of errors) {
        expect(codes).toContain(extensions?.code);
        expect(message.length).toBeLessThan(25_000);
      }
    }, isQuick);
    expect(best.blockedMs).toBeLessThan(msMax);
    expect(best.requestMs).toBeLessThan(msMax);
  });
});

describe("served, since it is within the limits, and blocks nobody for 100 ms:", () => {
  test.each(Object.entries(largeDocuments))("%s", async (_what, query) => {
    const best = await bestOf(async (attempt) => {
      const [answer] = await Promise.all([server.send("alice", `${query}#${attempt}`), others()]);
      expect(answer.errors).toBeUndefined();
    }, blocksNobody);
    expect(best.blockedMs).toBeLessThan(msMax);
  });
});

async function errorsOf(body: string): Promise<GraphqlError[]> {
  const response = await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { errors, data } = (await response.json()) as { errors?: GraphqlError[]; data?: { me: null } };
  expect(data?.me ?? null).toBeNull();
  return errors ?? [];
}
