/** A reward is saved while a command is between seeing that it is earned and storing that. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
beforeAll(async () => database.setClock("2026-03-01T12:00:00Z"));
afterEach(end);
afterAll(database.drop);

test.each([
  ["asks for more", "stricter", "update app_private.reward_conditions set at_least = 5 where reward_id = 'stricter'"],
  ["is disabled", "disabled", "update app_private.rewards set enabled = false where id = 'disabled'"],
  ["repeats otherwise", "repeated", "update app_private.rewards set repeats = 'month' where id = 'repeated'"],
])("what was earned is stored as it was seen, though the reward %s by then", async (_what, reward, change) => {
  await database.query("select test.add_reward(jsonb_build_object('id', $1::text, 'gives_points', 7, 'repeats', 'day'), '{\"check_ins\": 1}')", [reward]);
  const alice = await open(`alice of ${reward}`);
  // It stops where it has seen what is earned, and nothing is written yet.
  await alice.run("select to_jsonb(m) as answer from app_public.bootstrap() as m");
  const gate = await open(null);
  await gate.run("begin");
  await gate.run("lock table app_public.journal_entries in share mode");
  const { answer } = await alice.waitFor(gate, "select to_jsonb(c) as answer from app_public.check_in() as c");
  await database.query(change);
  await database.query("update app_private.rewards set revision = revision + 1 where id = $1", [reward]);
  await gate.run("commit");
  expect(await answer).toMatchObject({ already_checked_in: false });
  expect(
    await database.query("select u.period_key, u.conditions, u.reward_revision from app_private.reward_unlocks as u where u.reward_id = $1", [reward]),
  ).toEqual([{ period_key: "2026-03-01", conditions: { check_ins: 1 }, reward_revision: 1 }]);
  expect(await database.query("select v.* from app_private.verify() as v")).toEqual([]);
});
