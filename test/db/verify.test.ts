// db:verify finds each way in which sql/, the history and the exports can drift apart. Works on a copy of sql/.
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit } from "graphile-migrate";
import { projectDir } from "../../src/config.ts";
import { buildFromCommitted, letGo, settingsFor, withClient } from "../../src/db/build.ts";
import { writeExports } from "../../src/db/exports.ts";
import type { Finding } from "../../src/db/findings.ts";
import { hashOf } from "../../src/db/history.ts";
import { verify } from "../../src/db/verify.ts";

const adminUrl = process.env.TEST_ADMIN_URL ?? "";
const pristine = mkdtempSync(join(tmpdir(), "verify-"));
const rule =
  "create or replace function app_rules.one_more(n int) returns int language sql immutable parallel safe return n + 1;\n";

let root = "";
const inCopy = (path: string): string => join(root, path);
const read = (path: string): string => readFileSync(inCopy(path), "utf8");
const write = (path: string, text: string): void => {
  rmSync(inCopy(path), { force: true }); // committed migrations are read-only
  writeFileSync(inCopy(path), text);
};
const lastMigration = (): string =>
  `migrations/committed/${readdirSync(inCopy("migrations/committed")).toSorted().at(-1)}`;
const whatIsFound = async (ci = true): Promise<string[]> =>
  (await verify({ root, adminUrl, ci })).map(({ what }: Finding) => what);

/** The checkout's sql/ with a history of two migrations and exports that agree with it. */
beforeAll(async () => {
  cpSync(join(projectDir, "sql"), join(pristine, "sql"), { recursive: true });
  mkdirSync(join(pristine, "migrations/committed"), { recursive: true });
  mkdirSync(join(pristine, "src/graphql"), { recursive: true });
  symlinkSync("../sql", join(pristine, "migrations/fixtures"));
  const target = `verify_test_${process.pid}`;
  await buildFromCommitted(pristine, adminUrl, target);
  writeFileSync(join(pristine, "migrations/current.sql"), "--! include manifest.sql\n");
  await commit(await settingsFor(pristine, adminUrl, target), "the present");
  writeFileSync(join(pristine, "sql/rules/one_more.sql"), rule);
  appendFileSync(join(pristine, "sql/manifest.sql"), "--! include rules/one_more.sql\n");
  writeFileSync(join(pristine, "migrations/current.sql"), "--! include rules/one_more.sql\n");
  await commit(await settingsFor(pristine, adminUrl, target), "one more");
  await writeExports(pristine, adminUrl);
  await letGo();
  await withClient(adminUrl, async (admin) => admin.query(`drop database ${target} with (force)`));
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "verify-"));
  cpSync(pristine, root, { recursive: true, verbatimSymlinks: true });
});

afterEach(() => rmSync(root, { recursive: true }));
afterAll(() => rmSync(pristine, { recursive: true }));

test("an untouched checkout passes", async () => {
  expect(await whatIsFound()).toEqual([]);
});

test("a rule edited without a migration is found, and shown", async () => {
  write("sql/rules/one_more.sql", rule.replace("n + 1", "n + 2"));
  const [finding, ...others] = await verify({ root, adminUrl, ci: true });
  expect(finding?.what).toBe("sql/ and migrations/ make different schemas");
  expect(finding?.detail).toContain("- RETURN (n + 2);\n+ RETURN (n + 1);");
  expect(others).toEqual([]);
});

test("a grant that only the migrations make is found", async () => {
  write("migrations/current.sql", "grant delete on app_private.items to app_user;\n");
  expect(await whatIsFound(false)).toEqual([
    "sql/ and migrations/ make different schemas",
    "migrations/schema.sql: is out of date",
    "migrations/privileges.txt: is out of date",
  ]);
});

test("a seeded row that only sql/ has is found", async () => {
  appendFileSync(inCopy("sql/manifest.sql"), "update app_private.items set title = title || '!';\n");
  expect(await whatIsFound()).toEqual(["sql/ and migrations/ make different schemas"]);
});

test("an edited committed migration is found", async () => {
  const file = lastMigration();
  write(file, read(file).replace("n + 1", "n + 2"));
  expect(await whatIsFound()).toEqual([`${file}: was edited after it was committed`]);
});

test("a deleted migration is found", async () => {
  const [first = ""] = readdirSync(inCopy("migrations/committed")).toSorted();
  rmSync(inCopy(`migrations/committed/${first}`), { force: true });
  expect((await whatIsFound())[0]).toContain("a migration is missing");
});

test("an edited migration whose hash was made to fit is found by comparing with the branch to join", async () => {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
      encoding: "utf8",
    });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message=published");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  expect(await whatIsFound()).toEqual([]);
  const file = lastMigration();
  const [headers = "", ...body] = read(file).replace("n + 1", "n + 2").split("\n\n");
  const previous = /^--! Previous: (.*)$/m.exec(headers)?.[1];
  write(
    file,
    `${headers.replace(/^--! Hash: .*$/m, `--! Hash: ${hashOf(body.join("\n\n"), previous)}`)}\n\n${body.join("\n\n")}`,
  );
  expect(await whatIsFound()).toEqual([`${file}: differs from the published one`]);
});

test("stale exports are found", async () => {
  write("migrations/schema.sql", read("migrations/schema.sql").replace("(n + 1)", "(n + 2)"));
  appendFileSync(inCopy("src/graphql/schema.graphql"), "type Extra { a: Int }\n");
  appendFileSync(inCopy("migrations/privileges.txt"), "table app_private.extra: nobody\n");
  expect(await whatIsFound()).toEqual([
    "migrations/schema.sql: is out of date",
    "migrations/privileges.txt: is out of date",
    "src/graphql/schema.graphql: is out of date",
  ]);
});

test("a migration that waits is allowed while developing, and not in CI", async () => {
  write("migrations/current.sql", "-- again, to no effect\n--! include rules/one_more.sql\n");
  expect(await whatIsFound(false)).toEqual([]);
  expect(await whatIsFound(true)).toEqual(["migrations/current.sql: holds a migration that is not committed"]);
});

test("an error in an included file names that file and line", async () => {
  write("sql/rules/one_more.sql", `-- Why.\n${rule}`.replace("n + 1", "n + true"));
  await expect(verify({ root, adminUrl, ci: true })).rejects.toThrow(/^sql\/rules\/one_more\.sql:2: /);
});
