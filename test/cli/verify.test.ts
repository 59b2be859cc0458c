// `npm run verify`: what it says and its exit code, when all is well, when something is wrong, and when it cannot know.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readerUrl } from "../../src/cli/database.ts";
import { proveAll } from "../../src/cli/proof.ts";
import { embeddedDatabaseName } from "../../src/config.ts";
import { prepareDatabase } from "../../src/database.ts";
import { withDatabase } from "../../src/database/connect.ts";
import { startEmbeddedPostgres } from "../../src/embedded_postgres.ts";
import { cleanUp, newDataDir } from "../start/running_server.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { testSecret } from "../support/template.ts";
import { runCommand, startCommand, type EndedCommand, type RunningCommand } from "./run_command.ts";

// More than two first batches have.
const users = 45;
let database: TestDatabase;
let ids: string[];

beforeEach(async () => {
  database = await createTestDatabase();
  await database.setClock("2026-03-01 12:00+00");
  await database.query(`do $$ begin
    for k in 1 .. ${users} loop
      perform set_config('app.issuer', 'dev', true), set_config('app.subject', k::text, true), set_config('app.zone', '', true);
      perform app_private.check_in(test.user_id(k::text), null);
    end loop;
  end $$`);
  const rows = await database.query<{ user_id: string }>("select user_id from app_private.users order by user_id");
  ids = rows.map((row) => row.user_id);
});
afterEach(async () => database.drop());
afterAll(cleanUp);

// As somebody who may do anything.
const change = async (...statements: string[]): Promise<void> => {
  for (const statement of statements) await database.query(statement);
};

const verify = async (...args: string[]): Promise<EndedCommand> =>
  runCommand("verify.ts", args, { DATABASE_URL: database.adminUrl });

test("exit code 0 and no line on stdout when everybody is proven", async () => {
  expect(await verify()).toEqual({
    code: 0,
    stdout: "",
    stderr: expect.stringMatching(/^Proving every user in postgres:.*\nProven: 45 users in \S+ s, \S+ users\/s, 0 differences\n$/),
  });
});

test("exit code 1 and a line for each difference, which names user, entry or reward", async () => {
  const [wrong = "", other = ""] = ids.slice(20);
  await change(
    `update app_public.journal_entries set points = points + 1 where user_id = '${wrong}' and sequence_number = 2`,
    `delete from app_public.journal_entries where user_id = '${other}'`,
    "update app_private.rewards set stock = 5 where id = 'streak_3'",
  );
  const { code, stdout, stderr } = await verify();
  expect({ code, lines: stdout.trim().split("\n").sort() }).toEqual({
    code: 1,
    lines: [
      "reward streak_3: The stock of streak_3 is 5, 0 are left, and 0 were claimed from it.",
      `user ${other}, entry 2: The mark of 2026-03-01 is by no entry.`,
      `user ${other}, entry 2: The unlock of first_check_in (once) is by no entry.`,
      `user ${other}, entry 3: The claim of first_check_in (once) is by no entry.`,
      `user ${other}: The journal has no entry.`,
      `user ${wrong}, entry 2: The entry is not what the rules make of it: points 6 instead of 5.`,
    ].sort(),
  });
  expect(stderr).toMatch(/Not proven: 45 users in .* 6 differences\n$/);
});

test("one user alone", async () => {
  const [right = "", wrong = ""] = ids;
  await change(`update app_private.user_states set energy = 1 where user_id = '${wrong}'`);
  expect(await verify("--user", right)).toMatchObject({ code: 0, stdout: "", stderr: expect.stringMatching(/Proven: 1 user /) });
  expect(await verify("--user", wrong)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(`^user ${wrong}, entry 3: The state .*\n$`),
  });
});

describe("the batches leave nobody out:", () => {
  test.each([1, 5])("ids without a user, before the first, between two and after the last, on %d connections", async (connections) => {
    const gone = [0, 9, 10, 29, 30, users - 1].map((index) => ids[index] ?? "");
    const these = `where user_id = any ('{${gone.join()}}')`;
    await change(`delete from app_private.user_states ${these}`, `delete from app_private.users ${these}`);
    const found: string[] = [];
    const proof = await proveAll({
      url: readerUrl(database.adminUrl),
      connections,
      onDifference: ({ userId, text }) => found.push(`${userId} ${text}`),
    });
    expect(proof).toMatchObject({ users: users - gone.length, differences: 4 * gone.length });
    const wanted = gone.flatMap((id) =>
      ["day_marks", "journal_entries", "reward_claims", "reward_unlocks"].map(
        (place) => `${id} There is no such user, and there are rows of theirs in ${place}.`,
      ),
    );
    expect(found.sort()).toEqual(wanted.sort());
  });

  test("each user is counted once, and the last count is all", async () => {
    const counts: number[] = [];
    const proof = await proveAll({ url: readerUrl(database.adminUrl), connections: 3, onUsers: (done) => counts.push(done) });
    expect(proof).toMatchObject({ users, differences: 0 });
    expect(counts.length).toBeGreaterThan(2);
    expect(counts.at(-1)).toBe(users);
  });
});

describe("exit code 2, one line and no stack:", () => {
  test.each([
    ["an address where no PostgreSQL is", { DATABASE_URL: "postgres://a:secret@127.0.0.1:1/x" }, /127.0.0.1:1 cannot be reached/],
    ["a wrong setting", { DATABASE_URL: "mysql://a:secret@b/c" }, /DATABASE_URL begins with "mysql:"/],
  ])("%s", async (_, env, line) => expectFailure(await runCommand("verify.ts", [], env), line));

  test("no embedded PostgreSQL, which is not made", async () => {
    const dataDir = await newDataDir();
    expectFailure(await runCommand("verify.ts", [], { DATA_DIR: dataDir }), new RegExp(`There is no database in ${dataDir}`));
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);
  });

  test("a database that is not there", async () =>
    expectFailure(
      await runCommand("verify.ts", [], { DATABASE_URL: withDatabase(database.adminUrl, "nowhere") }),
      /There is no database "nowhere"/,
    ));

  test("a database without our schema", async () => {
    const name = `${database.name}_empty`;
    await database.query(`create database ${name} template template0`);
    const ended = await runCommand("verify.ts", [], { DATABASE_URL: withDatabase(database.adminUrl, name) });
    await database.query(`drop database ${name}`);
    expectFailure(ended, /lacks (\d+) of our \1 migrations/);
  });

  test("a database without our last migration", async () => {
    await database.query(`delete from graphile_migrate.migrations where filename = (select max(filename) from graphile_migrate.migrations)`);
    expectFailure(await verify(), /lacks 1 of our \d+ migrations/);
  });

  test("a database that a newer version of the code has migrated", async () => {
    await database.query("insert into graphile_migrate.migrations values ('sha1:newer', null, '999999.sql')");
    expectFailure(await verify(), /1 more migrations than this version/);
  });

  test("an option that it does not know, an id that is none, and a user that is not there", async () => {
    expectFailure(await verify("--all"), /Unknown option '--all'/);
    expectFailure(await verify("--user", "alice"), /"alice" is no user's id/);
    expectFailure(await verify("--user", "00000000-0000-4000-8000-000000000000"), /There is no user 0{8}/);
  });

  test("a statement that fails", async () => {
    await change("alter function app_private.replay_entry rename to replay_no_entry");
    expectFailure(await verify(), /The proof of the users from .* failed, so nothing is proven: .* \(42883\)/);
  });

  test("a connection that is killed while another proves", async () =>
    whileItWaits(async ({ ended }, waiting, letGo) => {
      await database.query("select pg_terminate_backend($1)", [waiting]);
      await letGo();
      expectFailure(await ended, /The proof of the users from .* failed, so nothing is proven: .* \(57P01\)/);
    }));

  test("SIGINT", async () =>
    whileItWaits(async ({ child, ended }, _, letGo) => {
      child.kill("SIGINT");
      await sleep(200);
      await letGo();
      expectFailure(await ended, /SIGINT: stopped before the end/);
    }));

  test("a function that would write", async () => {
    await change(
      `create or replace function app_private.all_versions() returns app_private.rule_versions[] language plpgsql volatile
       as $$ begin delete from app_private.user_states; return null; end $$`,
    );
    expectFailure(await verify(), /cannot execute DELETE in a read-only transaction \(25006\)/);
  });
});

test("the embedded PostgreSQL is started and stopped again, and one that runs is left running", async () => {
  const dataDir = await newDataDir();
  const start = async () => startEmbeddedPostgres({ dataDir, settings: { fsync: "off" } });
  const isRunning = () => existsSync(join(dataDir, "postgres", "data", "postmaster.pid"));
  const postgres = await start();
  await prepareDatabase(withDatabase(postgres.adminUrl, embeddedDatabaseName), testSecret);
  const proven = { code: 0, stdout: "", stderr: expect.stringMatching(/Proven: 0 users/) };
  expect(await runCommand("verify.ts", [], { DATA_DIR: dataDir })).toEqual(proven);
  expect(isRunning()).toBe(true);
  await postgres.stop();
  expect(isRunning()).toBe(false);
  expect(await runCommand("verify.ts", [], { DATA_DIR: dataDir })).toEqual(proven);
  expect(isRunning()).toBe(false);
});

function expectFailure({ code, stdout, stderr }: EndedCommand, line: RegExp): void {
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^(Proving .*\n)?Error: .*\n$/);
  expect(stderr).not.toContain("secret");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}


/** Lets it begin while nobody can read the states, and calls back when it waits for them: with it, one of its processes, and what ends that. */
async function whileItWaits(
  act: (command: RunningCommand, waiting: number, letGo: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const holder = await database.pool.connect();
  try {
    await holder.query("begin; lock table app_private.user_states");
    const command = startCommand("verify.ts", [], { DATABASE_URL: database.adminUrl });
    const waiting = await waitingBackend();
    await act(command, waiting, async () => holder.query("rollback"));
  } finally {
    holder.release(true);
  }
}

async function waitingBackend(): Promise<number> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const [waiting] = await database.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (waiting) return waiting.pid;
    await sleep(10);
  }
  throw new Error("it does not wait for the states");
}
