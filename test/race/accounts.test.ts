/** Commands of accounts beside each other, step by step: what comes second decides by what the first left. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";
import type { Answer, Session } from "../support/sessions.ts";

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
afterEach(end);
afterAll(database.drop);

/** Two servers, each with a connection of its own. */
async function openTwo(): Promise<[Session, Session]> {
  await database.setClock("2026-03-01T12:00:00Z");
  const servers: [Session, Session] = [await open("nobody"), await open("nobody")];
  for (const server of servers) await server.run("reset role");
  return servers;
}

/** An account of its own for each test, with the hash `$scrypt$of <email>`. */
async function register(email: string): Promise<{ account: string; session: string }> {
  const [row] = await database.query<{ account: string; session: string }>(
    "select account_id as account, session_id as session from test.register($1)",
    [email],
  );
  if (!row) throw new Error(`${email} has not been registered`);
  return row;
}

/** What the second answers, which waits for the first: after its commit, or after its roll-back. */
async function secondAfter(how: "commit" | "rollback", [first, second]: [Session, Session], [one, two]: [string, string]): Promise<[Answer, Answer]> {
  await first.run("begin");
  const made = await first.run(one);
  const { answer } = await second.waitFor(first, two);
  await first.run(how);
  return [made, await answer];
}

const attempt = (email: string) => `select to_jsonb(a) as answer from app_private.attempt_log_in('${email}', '192.0.2.1') as a`;
const registering = (email: string, token: string) =>
  `select to_jsonb(r) as answer from app_private.register('${email}', '$scrypt$x', null, test.sha256('${token}'), test.sha256('1')) as r`;
const refresh = (email: string, { account, session }: { account: string; session: string }, used: string, next: string) =>
  `select to_jsonb(r) as answer from app_private.refresh_session('${account}', '${session}', test.sha256('${email}'), test.sha256('${used}'), test.sha256('${next}')) as r`;
const logIn = (email: string, { account }: { account: string }) =>
  `select to_jsonb(l) as answer from app_private.log_in('${account}', '$scrypt$of ${email}', '192.0.2.1', test.sha256('s'), test.sha256('1')) as l`;

describe("the attempt after the fifth", () => {
  beforeEach(async () => database.query("delete from app_private.log_in_attempts"));

  test.each([
    ["commit" as const, 1, 6],
    ["rollback" as const, null, 5],
  ])("waits for it, and after its %s has to wait for %p s", async (how, seconds, counted) => {
    const servers = await openTwo();
    for (let k = 0; k < 4; k += 1) await servers[0].run(attempt("guessed@example.com"));
    const [fifth, next] = await secondAfter(how, servers, [attempt("guessed@example.com"), attempt("guessed@example.com")]);
    expect([fifth, next]).toMatchObject([{ retry_after_seconds: null }, { retry_after_seconds: seconds }]);
    expect(await database.query("select attempts from app_private.log_in_attempts where kind = 'email'")).toEqual([{ attempts: counted }]);
  });

  test("of another account waits only where both come from, and never for each other", async () => {
    const [, next] = await secondAfter("commit", await openTwo(), [attempt("a@example.com"), attempt("b@example.com")]);
    expect(next).toMatchObject({ retry_after_seconds: null });
    expect(await database.query("select attempts, guesses from app_private.log_in_attempts where kind = 'address'")).toEqual([{ attempts: 2, guesses: 2 }]);
  });
});

describe("a second registration of an address", () => {
  test("waits for the first, and then finds it taken", async () => {
    const [made, taken] = await secondAfter("commit", await openTwo(), [registering("new@example.com", "a"), registering("new@example.com", "b")]);
    expect([made, taken]).toMatchObject([{ is_operator: false }, { account_id: null, session_id: null }]);
    expect(await database.query("select from app_private.accounts where email = 'new@example.com'")).toHaveLength(1);
  });

  test("is made when the first rolls back", async () => {
    const [, made] = await secondAfter("rollback", await openTwo(), [registering("newer@example.com", "a"), registering("newer@example.com", "b")]);
    expect(made).toMatchObject({ session_id: expect.any(String) });
  });
});

describe("a second refresh with the same token", () => {
  test.each([
    ["commit" as const, "repeated"],
    ["rollback" as const, "refreshed"],
  ])("waits for the first, and after its %s is %s", async (how, outcome) => {
    const email = `${how}@example.com`;
    const mine = await register(email);
    const [first, second] = await secondAfter(how, await openTwo(), [refresh(email, mine, "1", "2"), refresh(email, mine, "1", "2")]);
    expect([first, second]).toMatchObject([{ outcome: "refreshed" }, { outcome }]);
    expect(await database.query("select token_hash = test.sha256('2') as is_next from app_private.sessions where account_id = $1", [mine.account])).toEqual([{ is_next: true }]);
  });

  test("waits for a log-out, and then finds nothing", async () => {
    const mine = await register("leaving@example.com");
    const logOut = `select from app_private.end_session('${mine.account}', '${mine.session}', false)`;
    const [, refused] = await secondAfter("commit", await openTwo(), [logOut, refresh("leaving@example.com", mine, "1", "2")]);
    expect(refused).toMatchObject({ outcome: "unknown" });
  });
});

describe("a log-in", () => {
  test("waits for a change of the password that it has verified, and then opens nothing", async () => {
    const mine = await register("changing@example.com");
    const change = `select from app_private.change_password('${mine.account}', '${mine.session}', '$scrypt$of changing@example.com', '$scrypt$new', null)`;
    const [, refused] = await secondAfter("commit", await openTwo(), [change, logIn("changing@example.com", mine)]);
    expect(refused).toMatchObject({ session_id: null });
    expect(await database.query("select session_id from app_private.sessions where account_id = $1", [mine.account])).toEqual([{ session_id: mine.session }]);
  });

  test("waits for another of the account: together they keep to twenty sessions", async () => {
    const mine = await register("many@example.com");
    for (let k = 1; k < 19; k += 1) await database.query("select test.log_in('many@example.com')");
    const sql = logIn("many@example.com", mine);
    await secondAfter("commit", await openTwo(), [sql, sql]);
    expect(await database.query("select count(*)::int as sessions from app_private.sessions where account_id = $1", [mine.account])).toEqual([{ sessions: 20 }]);
  });

  test("waits for a log-out everywhere, and is not ended by it", async () => {
    const mine = await register("back@example.com");
    const everywhere = `select from app_private.end_session('${mine.account}', '${mine.session}', true)`;
    const [, opened] = await secondAfter("commit", await openTwo(), [everywhere, logIn("back@example.com", mine)]);
    expect(await database.query("select session_id from app_private.sessions where account_id = $1", [mine.account])).toEqual([{ session_id: opened["session_id"] }]);
  });
});
