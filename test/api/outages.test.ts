/** A database that is away is UNAVAILABLE, which tells a client to send the same command again. */
import { jest } from "@jest/globals";
import { GraphQLError } from "postgraphile/graphql";
import { maskError } from "../../src/graphql/errors.ts";
import { log } from "../../src/log.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { requestThatWaits } from "../support/locks.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const checkIn = "mutation { checkIn(input: {}) { result { alreadyCheckedIn } } }";
const firstCheckIn = { status: 200, data: { checkIn: { result: { alreadyCheckedIn: false } } } };

test("a request whose connection ends while it waits is UNAVAILABLE, and sent again it has its one effect", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  await server.send("alice", checkIn);
  await database.setClock("2026-03-02T12:00:00Z");
  const { answer } = await requestThatWaits(database, () => server.send("alice", checkIn), "terminate");
  expect((await answer).errors).toMatchObject([{ extensions: { code: "UNAVAILABLE" } }]);
  expect(await server.send("alice", checkIn)).toEqual(firstCheckIn);
});

test("a connection that PostgreSQL refuses is UNAVAILABLE; the log says why", async () => {
  await database.query(`alter database ${database.name} connection limit 0`);
  await database.query(
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'app_server' and datname = current_database()",
  );
  const answers = [];
  // The first may still be told that its connection has ended.
  while (answers.length < 50 && !server.output().includes("too many connections for database"))
    answers.push(await server.send("bob", checkIn));
  await database.query(`alter database ${database.name} connection limit -1`);
  expect(server.output()).toContain("too many connections for database");
  expect(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions))).toEqual(
    answers.map(() => ({ code: "UNAVAILABLE" })),
  );
  expect(await server.send("bob", checkIn)).toEqual(firstCheckIn);
});

describe("UNAVAILABLE is", () => {
  test.each([
    ["08006", "connection failure"],
    ["25006", "cannot execute UPDATE in a read-only transaction"],
    ["25P03", "terminating connection due to idle-in-transaction timeout"],
    ["28000", 'role "app_server" is not permitted to log in'],
    ["28P01", 'password authentication failed for user "app_server"'],
    ["53300", "too many connections"],
    ["57P01", "terminating connection due to administrator command"],
    ["40001", "could not serialize access due to concurrent update"],
    ["ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:5432"],
    ["ETIMEDOUT", "connect ETIMEDOUT"],
    ["ENOTFOUND", "getaddrinfo ENOTFOUND database"],
    ["EAI_AGAIN", "getaddrinfo EAI_AGAIN database"],
    [undefined, "Connection terminated"],
    [undefined, "Connection terminated unexpectedly"],
    [undefined, "Connection terminated due to connection timeout"],
    [undefined, "Client has encountered a connection error and is not queryable"],
    [undefined, "Client was closed and is not queryable"],
    [undefined, "timeout exceeded when trying to connect"],
  ])("%s %s", (code, message) => expect(codeOf(message, code)).toBe("UNAVAILABLE"));

  test("not what is our bug", () => expect(codeOf("relation does not exist", "42P01")).toBe("INTERNAL"));
});

function codeOf(message: string, code: string | undefined): unknown {
  const logged = jest.spyOn(log, "error").mockReturnValue(undefined);
  const originalError = Object.assign(new Error(message), code === undefined ? {} : { code });
  const masked = maskError(new GraphQLError(message, { originalError, path: ["me"] }));
  logged.mockRestore();
  return masked.extensions["code"];
}
