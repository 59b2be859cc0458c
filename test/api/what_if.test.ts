/** What a proposal would have changed, as operators ask for it. */
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { Caller, TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

const checkIn = "mutation { checkIn(input: {}) { result { day } } }";
const olga = { operator: "olga" };

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  for (const day of [1, 2, 3]) {
    await database.setClock(`2026-03-0${day}T12:00:00Z`);
    await server.send("alice", checkIn);
    if (day > 1) await server.send("bob", checkIn);
  }
  await server.send("alice", 'mutation { claimReward(input: { rewardId: "streak_3" }) { result { alreadyClaimed } } }');
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const fields = `since users usersAffected commandsRefused
  changes { metric title before after usersGaining usersLosing distribution { minimum p10 p25 median p75 p90 maximum } }
  rewards { rewardId unlocksBefore unlocksAfter claimsBefore claimsAfter }
  mostAffected { userId commandsRefused changes { metric before after } }`;
const document = `query ($since: Datetime!, $parameters: RuleParameterInput, $rewards: [RewardInput], $oneIn: Int) {
  whatIf(since: $since, parameters: $parameters, rewards: $rewards, oneIn: $oneIn) { ${fields} } }`;

interface WhatIf {
  changes: { metric: string }[];
}

const since = "2026-03-01T00:00:00Z";
const streak3 = {
  rewardId: "streak_3",
  title: "Three in a row",
  description: "Keep a streak of 3 days.",
  conditions: [{ metric: "current_streak", atLeast: "3" }],
  gives: { points: "80" },
};

/** What the server answers; the code, when it refuses. */
async function ask(caller: Caller, variables: Record<string, unknown>): Promise<WhatIf | string | undefined> {
  const { data, errors } = await server.send<{ whatIf: WhatIf }>(caller, document, { since, ...variables });
  return errors ? (errors[0]?.extensions?.code ?? errors[0]?.message) : data?.whatIf;
}

test("parameters and rewards are proposed together, and everything is said", async () => {
  const { data } = await server.send<{ me: { userId: string } }>("alice", "{ me { userId } }");
  const answer = await ask(olga, { parameters: { checkInPoints: "6" }, rewards: [streak3] });
  expect(answer).toMatchObject({
    since: "2026-03-01T00:00:00.000000+00:00",
    users: 2,
    usersAffected: 2,
    commandsRefused: 0,
    rewards: [
      { rewardId: "first_check_in", unlocksBefore: 2, unlocksAfter: 2, claimsBefore: 2, claimsAfter: 2 },
      { rewardId: "streak_3", unlocksBefore: 1, unlocksAfter: 1, claimsBefore: 1, claimsAfter: 1 },
    ],
  });
  // 25 + 50 points and 10 + 10; one point more for each of five check-ins, and 30 for the streak.
  expect((answer as WhatIf).changes.find(({ metric }) => metric === "points")).toEqual({
    metric: "points",
    title: "Points",
    before: "95",
    after: "130",
    usersGaining: 2,
    usersLosing: 0,
    distribution: { minimum: "2", p10: "2", p25: "2", median: "2", p75: "33", p90: "33", maximum: "33" },
  });
  expect((answer as WhatIf & { mostAffected: unknown[] }).mostAffected[0]).toEqual({
    userId: data?.me.userId,
    commandsRefused: 0,
    changes: [
      { metric: "lifetime_points", before: "75", after: "108" },
      { metric: "points", before: "75", after: "108" },
    ],
  });
});

test("a claim that could not have been made is counted as refused", async () => {
  const harder = { ...streak3, conditions: [{ metric: "current_streak", atLeast: "4" }] };
  expect(await ask(olga, { rewards: [harder] })).toMatchObject({ usersAffected: 1, commandsRefused: 1 });
});

test("a reward is read from the catalogue, changed and proposed", async () => {
  const { data } = await server.send<{ rewards: { nodes: Record<string, unknown>[] } }>(
    olga,
    `{ rewards { nodes { rewardId title description conditions { metric atLeast } gives { points energy xp freezes items { itemId quantity } fillsEnergy }
       repeats startsAt endsAt stock claimWithinHours autoClaim priority enabled } } }`,
  );
  expect(await ask(olga, { rewards: data?.rewards.nodes })).toMatchObject({ users: 2, usersAffected: 0, commandsRefused: 0 });
});

test("one of so many users is looked at", async () => {
  expect(await ask(olga, { parameters: { checkInPoints: "6" }, oneIn: 1_000_000 })).toMatchObject({ users: 0, mostAffected: [] });
});

test("nobody else may ask", async () => {
  const proposal = { parameters: { checkInPoints: "6" } };
  expect(await ask("alice", proposal)).toBe("NOT_AN_OPERATOR");
  expect(await ask(null, proposal)).toBe("SIGNED_OUT");
});

test.each([
  ["nothing", {}, "INVALID_PROPOSAL"],
  ["no parameter", { parameters: {} }, "INVALID_PROPOSAL"],
  ["an instant to come", { since: "2026-03-04T00:00:00Z", parameters: { checkInPoints: "6" } }, "INVALID_PROPOSAL"],
  ["a reward twice", { rewards: [streak3, streak3] }, "INVALID_PROPOSAL"],
  ["too small a sample", { rewards: [streak3], oneIn: 1_000_001 }, "INVALID_PROPOSAL"],
  ["a parameter that breaks a rule", { parameters: { checkInPoints: "-1" } }, "INVALID_RULE_VERSION"],
  ["a reward that gives nothing", { rewards: [{ ...streak3, gives: {} }] }, "INVALID_REWARD"],
  ["a reward that nobody could claim", { rewards: [{ ...streak3, conditions: [{ metric: "level", atLeast: "51" }] }] }, "INVALID_REWARD"],
  ["an item that there is not", { rewards: [{ ...streak3, gives: { items: [{ itemId: "tea", quantity: 1 }] } }] }, "UNKNOWN_ITEM"],
])("refuses %s", async (_what, variables, code) => {
  expect(await ask(olga, variables)).toBe(code);
});

test("it writes nothing", async () => {
  const fingerprint = async () => (await database.query<{ all: string }>('select test.fingerprint() as "all"'))[0]?.all;
  const before = await fingerprint();
  expect(await ask(olga, { parameters: { checkInPoints: "6", freezesMax: 0 }, rewards: [{ ...streak3, autoClaim: true }] })).toMatchObject({ users: 2 });
  expect(await fingerprint()).toBe(before);
});
