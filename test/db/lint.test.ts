// The rules about SQL files fire, and stay silent on a good file.
import { lintFile, lintManifest } from "../../src/db/lint.ts";

const good =
  "-- Why.\ncreate function app_rules.one_more(n int) returns int language sql immutable parallel safe return n + 1;\n";
const whatIsFound = async (file: string, text: string): Promise<string[]> =>
  (await lintFile(file, text)).map(({ what }) => what);

test("a file in the house style has no findings", async () => {
  expect(await whatIsFound("sql/rules/one_more.sql", good)).toEqual([]);
});

test("a keyword in capitals is found, a word in a string or a comment is not", async () => {
  expect(await whatIsFound("sql/rules/one_more.sql", good.replace("return n", "RETURN n"))).toEqual([
    "sql/rules/one_more.sql: RETURN is in capitals",
  ]);
  expect(await whatIsFound("test/sql/a/b.test.sql", "select 'SELECT'; -- FROM")).toEqual([]);
});

test("a syntax error is found with its line", async () => {
  expect(await whatIsFound("test/sql/a/b.test.sql", "select 1;\nselekt 2;")).toEqual([
    expect.stringMatching(/^test\/sql\/a\/b\.test\.sql:2: .*syntax error/),
  ]);
});

test("a file that creates another object, two, or none is found", async () => {
  const file = "sql/rules/another.sql";
  expect(await whatIsFound(file, good)).toEqual([`${file}: creates app_rules.one_more and not just app_rules.another`]);
  expect(await whatIsFound("sql/rules/one_more.sql", good + good)).toHaveLength(1);
  expect(await whatIsFound("sql/rules/one_more.sql", "select 1;")).toHaveLength(1);
});

test("a function of another schema than the folder's is found", async () => {
  expect(await whatIsFound("sql/private/one_more.sql", good)).toEqual([
    "sql/private/one_more.sql: creates app_rules.one_more and not just app_private.one_more",
  ]);
});

test("a table's file may also hold its indexes, policies and grants", async () => {
  const table =
    "create table app_private.t (a int);\ncreate index on app_private.t (a);\ncreate policy p on app_private.t;\ngrant select on app_private.t to x;";
  expect(await whatIsFound("sql/tables/t.sql", table)).toEqual([]);
});

test("a file that the manifest forgets or names twice is found", () => {
  const manifest = "--! include rules/a.sql\n--! include rules/b.sql\n--! include rules/b.sql\n";
  const files = ["sql/manifest.sql", "sql/bootstrap.sql", "sql/rules/a.sql", "sql/rules/b.sql", "sql/rules/c.sql"];
  expect(lintManifest(manifest, files).map(({ what }) => what)).toEqual([
    "sql/rules/b.sql: is 2 times in sql/manifest.sql",
    "sql/rules/c.sql: is 0 times in sql/manifest.sql",
  ]);
});
