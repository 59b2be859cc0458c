// The pgTAP runner reports failures, and distrusts a script that could pass without asserting what it planned.
import { createTestDatabase } from "./database.ts";
import { runScript } from "./pgtap.ts";

const database = await createTestDatabase();
afterAll(database.drop);

const run = async (script: string) => runScript(database.adminUrl, script);
const failures = async (script: string) =>
  (await run(script))
    .filter(({ passed }) => !passed)
    .map(({ description, diagnostics, line }) => [line, description, diagnostics.trim()]);

test("each assertion is reported with its description and line", async () => {
  const results = await run("select plan(2);\n\n-- why\nselect ok(true, 'one');\nselect is(1, 1, 'two # 2');");
  expect(results.map(({ passed, description, line }) => [passed, description, line])).toEqual([
    [true, "one", 4],
    [true, "two # 2", 5],
  ]);
});

test("a failure says what pgTAP has and wants", async () => {
  expect(await failures("select plan(1);\nselect is(1, 2, 'one');")).toEqual([
    [2, "one", expect.stringMatching(/have: 1\s+want: 2/)],
  ]);
});

test("an error in the middle fails, and what ran before is kept", async () => {
  const results = await run("select plan(3);\nselect ok(true, 'one');\nselect 1 / 0;\nselect ok(true, 'two');");
  expect(results.map(({ description }) => description)).toEqual(["one", "runs to its end"]);
  expect(results[1]).toMatchObject({ passed: false, line: 3, diagnostics: "22012 division by zero" });
});

test("a syntax error fails", async () => {
  expect(await failures("select plan(1);\nselekt ok(true, 'one');")).toEqual([
    [1, "runs to its end", expect.stringContaining("selekt")],
  ]);
});

test.each([
  [
    "more than planned",
    "select plan(1); select ok(true, 'a'); select ok(true, 'b');",
    "runs as many assertions as planned",
  ],
  ["fewer than planned", "select plan(2); select ok(true, 'a');", "runs as many assertions as planned"],
  ["no plan", "select no_plan(); select ok(true, 'a');", "has a plan"],
  ["nothing at all", "select plan(0);", "asserts something"],
])("%s fails", async (_what, script, description) => {
  expect((await failures(script)).map(([, name]) => name)).toContain(description);
});

test("finish() stands for a plan", async () => {
  expect(await failures("select no_plan(); select ok(true, 'a'); select * from finish();")).toEqual([]);
});

test("a skipped assertion is neither passed nor failed", async () => {
  expect(await run("select plan(1); select skip('not here', 1);")).toMatchObject([{ skipped: true }]);
});

test("the clock stands still for every role and connection, until it is let go", async () => {
  await database.setClock("2025-03-30T00:30:00Z");
  expect(await database.query("select app_private.clock() = '2025-03-30T00:30:00Z' as stands")).toEqual([
    { stands: true },
  ]);
  await database.setClock(null);
  expect(await database.query("select app_private.clock() > now() - interval '1 minute' as runs")).toEqual([
    { runs: true },
  ]);
});
