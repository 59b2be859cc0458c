// `npm run what-if`: what it says of a proposal, and what it refuses.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type EndedCommand, runCommand } from "./run_command.ts";

const users = 30;
let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "what-if-"));
const week = {
  rewardId: "streak_7",
  title: "A whole week",
  description: "Keep a streak of 7 days.",
  conditions: [{ metric: "current_streak", atLeast: "7" }],
  gives: { points: 150, energy: 10 },
  repeats: "ONCE",
};

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`do $$ begin
    for d in 1 .. 8 loop
      perform test.set_clock('2026-03-01 12:00+00'::timestamptz + d * interval '24 hours');
      for k in 1 .. ${users} loop
        perform set_config('app.issuer', 'dev', true), set_config('app.subject', k::text, true), set_config('app.zone', '', true);
        perform app_private.check_in(test.user_id(k::text), null);
        if d = 8 and k <= 20 then
          perform app_private.claim_reward(test.user_id(k::text), 'streak_7', null);
        end if;
      end loop;
    end loop;
  end $$`);
  await database.query("select app_private.create_test_user('dev', 'tess', 'Europe/Berlin', 0)");
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const whatIf = async (proposal: unknown, ...args: string[]): Promise<EndedCommand> => {
  const file = join(folder, "proposal.json");
  writeFileSync(file, typeof proposal === "string" ? proposal : JSON.stringify(proposal));
  return runCommand("what_if.ts", [file, ...args], { DATABASE_URL: database.adminUrl });
};

test("a table of the changes, and how many users a second", async () => {
  const { code, stdout, stderr } = await whatIf({ since: "2026-03-01T00:00:00Z", rewards: [week] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^Folding the history .*\n31 users in .* users\/s; 1 of them test users, who do not count\n$/s) });
  expect(stdout).toMatch("20 of 30 users would have something else now; 0 of their commands would have been refused.");
  expect(stdout).toMatch(/│ Lifetime points +│ 3500 +│ 4500 +│ 1000 +│ 20 +│ 0 +│ 0 +│ 0 +│ 0 +│ 50 +│ 50 +│ 50 +│ 50 +│/);
  expect(stdout).toMatch(/│ streak_7 +│ '30 → 30' +│ '20 → 20' +│/);
  expect(stdout.match(/│ '150 → 200' +│/g)).toHaveLength(20);
});

test("the whole answer as JSON, of parameters too, and of a sample", async () => {
  const proposal = { since: "2026-03-01T00:00:00Z", parameters: { checkInPoints: 7 }, oneIn: 2 };
  const { code, stdout } = await whatIf(proposal, "--json");
  const answer = JSON.parse(stdout) as { users: number; changes: { metric: string; before: number; after: number }[] };
  const [{ sample } = { sample: 0 }] = await database.query<{ sample: number }>(
    "select count(*)::int as sample from app_private.user_states where user_id < '80000000-0000-0000-0000-000000000000' and clock_ahead_seconds is null",
  );
  expect({ code, users: answer.users }).toEqual({ code: 0, users: sample });
  const points = answer.changes.find(({ metric }) => metric === "lifetime_points");
  expect((points?.after ?? 0) - (points?.before ?? 0)).toBe(sample * 8 * 2);
});

test.each([
  ["an instant to come", { since: "2099-01-01T00:00:00Z", rewards: [week] }, /A what-if looks back/],
  ["nothing", { since: "2026-03-01T00:00:00Z" }, /The proposal changes nothing/],
  ["no instant", { rewards: [week] }, /since is undefined/],
  ["a name that is not known", { since: "2026-03-01T00:00:00Z", parameters: { energyMaximum: 5 } }, /parameters has no "energyMaximum"/],
  ["one within a reward", { since: "2026-03-01T00:00:00Z", rewards: [{ ...week, gives: { coins: 5 } }] }, /rewards\[0\].gives has no "coins"/],
  ["one at the top", { since: "2026-03-01T00:00:00Z", reward: week }, /A proposal has no "reward"/],
  ["a rule that is broken", { since: "2026-03-01T00:00:00Z", parameters: { energyRefillSeconds: 0 } }, /energy refill seconds is within limits/],
  ["a reward out of reach", { since: "2026-03-01T00:00:00Z", rewards: [{ ...week, conditions: [{ metric: "level", atLeast: 99 }] }] }, /nobody can reach/],
  ["a value not of its type", { since: "2026-03-01T00:00:00Z", parameters: { energyMax: "much" } }, /invalid input syntax for type integer/],
  ["no JSON", "{", /cannot be read/],
])("refused in one line: %s", async (_what, proposal, message) => {
  const { code, stdout, stderr } = await whatIf(proposal);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(message) });
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("nothing is written", async () => {
  const [before] = await database.query("select test.fingerprint()");
  await whatIf({ since: "2026-03-01T00:00:00Z", parameters: { checkInPoints: 7 }, rewards: [week] });
  expect(await database.query("select test.fingerprint()")).toEqual([before]);
});
