// Who guesses is counted before anything is hashed, and learns nothing about which addresses have an account.
import { createPasswords } from "../../src/accounts/passwords.ts";
import { createTestDatabase } from "../support/database.ts";
import { startCounting } from "./accounts_server.ts";
import { send } from "./auth_client.ts";
import type { Answer } from "./auth_client.ts";

const passwords = createPasswords();
const database = await createTestDatabase();
const [one, other] = [await startCounting(database, passwords), await startCounting(database, passwords)];
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});

const password = "correct horse battery";
const wrong = "staple and more of it";
const { tokens } = await send(one.url, "register", { email: "alice@example.com", password });
beforeEach(async () => {
  await database.query("delete from app_private.log_in_attempts");
  one.taken();
  other.taken();
});

/** All that a client can see of an answer but the hour. */
function seen({ status, headers, text }: Answer): unknown {
  const shown = Object.fromEntries([...headers].filter(([name]) => name !== "date"));
  return { status, text, headers: shown };
}

test("an address with an account and one without get the same answer for the same work, locked or not", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  const answers: unknown[][] = [];
  for (const email of ["alice@example.com", "nobody@example.com"]) {
    const first = await send(one.url, "log-in", { email, password: wrong });
    const forFirst = one.taken();
    expect(first).toMatchObject({ status: 401, code: "WRONG_CREDENTIALS" });
    await database.query("update app_private.log_in_attempts set attempts = 5, guesses = 5, locked_until = '2026-03-01T12:00:20Z' where key = $1", [email]);
    const locked = await send(one.url, "log-in", { email, password });
    const forLocked = one.taken();
    expect(locked).toMatchObject({ status: 429, code: "TOO_MANY_ATTEMPTS" });
    expect(locked.headers.get("retry-after")).toBe("20");
    answers.push([seen(first), forFirst, seen(locked), forLocked]);
  }
  const [known, unknown] = answers;
  expect(unknown).toEqual(known);
  const statements = ["select * from app_private.attempt_log_in($1, $2)"];
  expect(known?.[1]).toEqual({ statements, hashes: 1 });
  expect(known?.[3]).toEqual({ statements, hashes: 0 });
});

test("of 200 wrong passwords at once, on two servers, all are counted and five are hashed; then it is locked", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  const guesses = Array.from({ length: 200 }, (_, k) => send((k % 2 ? one : other).url, "log-in", { email: "alice@example.com", password: wrong }));
  const codes = (await Promise.all(guesses)).map(({ code }) => code);
  expect(codes.filter((code) => code === "WRONG_CREDENTIALS")).toHaveLength(5);
  expect(codes.filter((code) => code === "TOO_MANY_ATTEMPTS")).toHaveLength(195);
  expect(one.taken().hashes + other.taken().hashes).toBe(5);
  expect(await database.query("select kind, attempts, guesses from app_private.log_in_attempts order by kind")).toEqual([
    { kind: "address", attempts: 200, guesses: 5 },
    { kind: "email", attempts: 200, guesses: 5 },
  ]);
  expect(await send(one.url, "log-in", { email: "alice@example.com", password })).toMatchObject({ status: 429 });
  await database.setClock("2026-03-01T12:00:01Z");
  expect(await send(one.url, "log-in", { email: "alice@example.com", password })).toMatchObject({ status: 200 });
  expect(await database.query("select from app_private.log_in_attempts where kind = 'email'")).toEqual([]);
});

test("who is locked out goes on with the session that they have", async () => {
  await send(one.url, "log-in", { email: "alice@example.com", password: wrong });
  await database.query("update app_private.log_in_attempts set locked_until = app_private.clock() + interval '15 minutes'");
  expect(await send(one.url, "log-in", { email: "alice@example.com", password })).toMatchObject({ status: 429 });
  expect(await send(one.url, "refresh", { refreshToken: tokens.refreshToken })).toMatchObject({ status: 200 });
});

test("registering twice at once makes one account and two sessions", async () => {
  const bodies = [1, 2].map(() => ({ email: "twin@example.com", password }));
  const answers = await Promise.all([send(one.url, "register", bodies[0] ?? {}), send(other.url, "register", bodies[1] ?? {})]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
  expect(await database.query("select count(*)::int as sessions from app_private.sessions join app_private.accounts using (account_id) where email = 'twin@example.com'")).toEqual([
    { sessions: 2 },
  ]);
});

test("a hash with the parameters of another day still holds, and is replaced at the next log-in", async () => {
  const cheap = await createPasswords({ ln: 4, r: 8, p: 1 }).hash(password);
  await database.query("update app_private.accounts set password_hash = $1 where email = 'alice@example.com'", [cheap]);
  expect(await send(one.url, "log-in", { email: "alice@example.com", password })).toMatchObject({ status: 200 });
  expect(one.taken().hashes).toBe(2);
  const [row] = await database.query<{ password_hash: string }>("select password_hash from app_private.accounts where email = 'alice@example.com'");
  expect(row?.password_hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await passwords.verify(password, row?.password_hash)).toBe(true);
});

test("when too many wait for their hash, the next is told to come again, and is not counted", async () => {
  const busy = await startCounting(database, { ...passwords, isBusy: () => true });
  try {
    const refused = await send(busy.url, "log-in", { email: "alice@example.com", password });
    expect(refused).toMatchObject({ status: 503, code: "UNAVAILABLE" });
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(busy.taken()).toEqual({ statements: [], hashes: 0 });
  } finally {
    await busy.stop();
  }
});
