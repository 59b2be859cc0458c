/** Composites come as PostgreSQL writes them: what is in them arrives as it was, whatever it is, and however PostgreSQL was configured. */
import { instantFrom } from "../../src/graphql/plain_text.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`alter database ${database.name} set datestyle = 'German, DMY'`);
  await database.query(`alter database ${database.name} set timezone = 'Asia/Kathmandu'`);
  await database.query("delete from app_private.reward_conditions");
  await database.query("delete from app_private.rewards");
  await database.query(`select test.add_reward('{"id": "odd", "gives_points": 5, "auto_claim": true}', '{"check_ins": 1}')`);
  await database.query(`select test.add_reward('{"id": "open", "gives_points": 5}', '{"check_ins": 1}')`);
  server = await startServer(database);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const checkIn = `mutation { checkIn(input: {}) { result { unlocked { rewardId title unlockedAt claimableUntil } claimed { title automatic gave { points items { itemId } } }
  state { today dayEndsAt streak { repair { day } } energy { nextAt } } } } }`;
const home = "{ me { rewards { rewardId title description progress { title isMet } unclaimed { title periodKey } startsAt claimedAt } } }";

interface Answers {
  checkIn: { result: { unlocked: { rewardId: string; title: string }[]; claimed: { title: string; automatic: boolean }[] } };
  me: { rewards: { rewardId: string; title: string; description: string; unclaimed: { title: string }[] }[] };
}

describe("a text in a row, in a composite, in a list and in a list of a list:", () => {
  test.each([
    [`"`],
    [`""`],
    [`\\`],
    [`\\"`],
    [`\\\\"",'`],
    [`a "quoted" word, and \\ another`],
    [`(1,2)`],
    [`{a,b}`],
    [`,`],
    [`NULL`],
    [`null`],
    [` leading and trailing `],
    [`two\nlines\tand\r`],
    [`ä \u{1F600} \u2028`],
    [`$1 %s :x`],
  ])("%j", async (title) => {
    const user = `user of ${title.length} ${encodeURIComponent(title)}`;
    await database.query("update app_private.rewards set title = $1, description = $1", [title]);
    const played = await server.send<Answers>(user, checkIn);
    expect(played.errors).toBeUndefined();
    expect(played.data?.checkIn.result.unlocked.map((one) => one.title)).toEqual([title, title]);
    expect(played.data?.checkIn.result.claimed.map((one) => [one.title, one.automatic])).toEqual([[title, true]]);
    const rewards = (await server.send<Answers>(user, home)).data?.me.rewards ?? [];
    expect(rewards.map((one) => [one.rewardId, one.title, one.description])).toEqual([["odd", title, title], ["open", title, title]]);
    expect(rewards.map(({ unclaimed }) => unclaimed.map((one) => one.title))).toEqual([[], [title]]);
  });

  test("an empty one is not null", async () => {
    await database.query("update app_private.rewards set title = 'x', description = ''");
    expect((await server.send<Answers>("emma", home)).data?.me.rewards[0]).toMatchObject({ title: "x", description: "" });
  });
});

test("days and instants are ISO 8601 in UTC, to the microsecond, and what is missing is null", async () => {
  await database.setClock("2032-02-29T23:59:59.000120Z");
  const { data } = await server.send("frank", checkIn);
  expect(data).toMatchObject({
    checkIn: {
      result: {
        unlocked: [{ unlockedAt: "2032-02-29T23:59:59.000120+00:00", claimableUntil: null }, { claimableUntil: null }],
        claimed: [{ automatic: true, gave: { points: "5", items: [] } }],
        state: { today: "2032-02-29", dayEndsAt: "2032-03-01T00:00:00.000000+00:00", streak: { repair: null } },
      },
    },
  });
});

test.each([
  ["2026-03-01 12:00:00+00", "2026-03-01T12:00:00.000000+00:00"],
  ["2026-03-01 12:00:00.5+00", "2026-03-01T12:00:00.500000+00:00"],
  ["2026-03-01 12:00:00.000001-03:30", "2026-03-01T12:00:00.000001-03:30"],
  ["12026-03-01 12:00:00+14", "12026-03-01T12:00:00.000000+14:00"],
  ["infinity", null],
  ["-infinity", null],
])("%s is given out as %s", (text, given) => expect(instantFrom(text)).toBe(given));
