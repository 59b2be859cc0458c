/** A home screen read while commands are in flight: it waits for none of them and shows each one whole or not at all. */
import { createTestDatabase } from "../support/database.ts";
import { sessionsOf } from "../support/sessions.ts";

const checkIn = "select to_jsonb(c) as answer from app_public.check_in() as c";
// One statement, as a request is. Between me and the rest it waits while somebody holds the lock 1.
const home = `
  select jsonb_build_object(
    'created', m.created_at is not null,
    'sequence_number', (m.state).sequence_number,
    'points', (m.state).points,
    'rest', case when pg_advisory_xact_lock_shared(1)::text is not null then jsonb_build_object(
      'progress', (select (r.progress[1]).current from app_public.me_rewards(m) as r where r.reward_id = 'streak_3'),
      'marked', (select count(c.mark) from app_public.me_calendar(m) as c),
      'journal', (select sum(j.points_delta) from app_public.me_journal(m) as j)) end) as answer
  from app_public.me() as m`;
const nothing = { created: false, sequence_number: 0, points: 0, rest: { progress: 0, marked: 0, journal: null } };
const oneDay = { created: true, sequence_number: 3, points: 15, rest: { progress: 1, marked: 1, journal: 15 } };
const twoDays = { created: true, sequence_number: 4, points: 20, rest: { progress: 2, marked: 2, journal: 20 } };

const database = await createTestDatabase();
const { open, end } = sessionsOf(database);
afterEach(end);
afterAll(database.drop);

test("a read does not wait for the command that creates the user, and shows nothing of it before the commit", async () => {
  await database.setClock("2026-03-01T12:00:00Z");
  const [writer, reader] = await Promise.all([open("new"), open("new")]);
  await writer.run("begin");
  await writer.run(checkIn);
  expect(await reader.run(home)).toEqual(nothing);
  await writer.run("commit");
  expect(await reader.run(home)).toEqual(oneDay);
});

test("a read does not wait for a check-in, and shows nothing of it before the commit", async () => {
  const [writer, reader] = await Promise.all([open("known"), open("known")]);
  await database.setClock("2026-03-01T12:00:00Z");
  await writer.run(checkIn);
  await database.setClock("2026-03-02T12:00:00Z");
  await writer.run("begin");
  await writer.run(checkIn);
  expect(await reader.run(home)).toEqual(oneDay);
  await writer.run("commit");
  expect(await reader.run(home)).toEqual(twoDays);
});

test("a read that a commit overtakes in the middle shows nothing of it", async () => {
  const [writer, reader, gate] = await Promise.all([open("overtaken"), open("overtaken"), open(null)]);
  await database.setClock("2026-03-01T12:00:00Z");
  await writer.run(checkIn);
  await database.setClock("2026-03-02T12:00:00Z");
  await gate.run("select pg_advisory_lock(1)");
  const { answer } = await reader.waitFor(gate, home);
  await writer.run(checkIn);
  await gate.run("select pg_advisory_unlock(1)");
  expect(await answer).toEqual(oneDay);
  expect(await reader.run(home)).toEqual(twoDays);
});

test("a command does not wait for a read", async () => {
  const [writer, reader] = await Promise.all([open("read"), open("read")]);
  await database.setClock("2026-03-01T12:00:00Z");
  await reader.run("begin");
  expect(await reader.run(home)).toEqual(nothing);
  await writer.run(checkIn);
  expect(await reader.run(home)).toEqual(oneDay);
});
