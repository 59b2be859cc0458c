/** Two operators who add rule versions at once: one waits for the other, and then looks again. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";
import type { Session } from "../support/sessions.ts";

const add = (day: string, energyMax: number) =>
  `select to_jsonb(v) - 'parameters' as answer from app_public.add_rule_version('${day}T00:00:00Z',
    jsonb_populate_record(null::app_public.rule_parameters, '{"energy_max": ${energyMax}}')) as v`;

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
beforeAll(async () => database.setClock("2026-03-01T12:00:00Z"));
afterEach(end);
afterAll(database.drop);

async function openOperators(): Promise<[Session, Session]> {
  const sessions: [Session, Session] = [await open("olga"), await open("otto")];
  for (const [index, session] of sessions.entries()) await session.run(`select test.sign_in_operator('${index}')`);
  return sessions;
}

/** What the second is answered, who waits for the first. */
async function secondAfter(first: string, second: string): Promise<unknown> {
  const [olga, otto] = await openOperators();
  await olga.run("begin");
  await olga.run(first);
  const { answer } = await otto.waitFor(olga, second);
  await olga.run("commit");
  return answer;
}

test("of another instant: each has a number of its own", async () => {
  expect(await secondAfter(add("2026-04-01", 110), add("2026-05-01", 120))).toMatchObject({ rule_version_id: 3 });
});

test("the same again: it is there", async () => {
  expect(await secondAfter(add("2026-06-01", 130), add("2026-06-01", 130))).toMatchObject({ rule_version_id: 4 });
});

test("other parameters at the same instant: refused", async () => {
  expect(await secondAfter(add("2026-07-01", 140), add("2026-07-01", 150))).toEqual({ sqlstate: "RU001" });
});
