// What issue 3 asks of an amnesty: its preview is its effect, a second one changes nothing, and all adds up after it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestDatabase } from "../support/database.ts";

const outage = ["2026-03-09", "2026-03-10"] as const;
const chunk = 500;

export interface Figures {
  users: number;
  checkIns: number;
  /** Of the preview: users affected, and of these with a longer streak; freezes and points that come back. */
  affected: number;
  restored: number;
  freezes: number;
  points: number;
  affectedFates: Record<string, number>;
  /** Users whose state after the amnesty is not the previewed one: before and after their next command stored it. */
  differences: { read: number; stored: number; secondTime: number; verify: number };
  seconds: { live: number; preview: number; declare: number; declareAgain: number; readAll: number; store: number; verify: number };
}

/** Lets users live through an outage and its amnesty; tells each step that takes long. */
export async function playOutage(
  database: TestDatabase,
  users: number,
  tell: (line: string) => void = () => undefined,
): Promise<Figures> {
  const { query } = database;
  const seconds = {} as Figures["seconds"];
  const timed = async <Result>(step: keyof Figures["seconds"], work: () => Promise<Result>): Promise<Result> => {
    const started = performance.now();
    const result = await work();
    seconds[step] = Math.round(performance.now() - started) / 1000;
    tell(`${step}: ${seconds[step]} s`);
    return result;
  };
  const count = async (sql: string): Promise<number> =>
    Number((await query<{ count: string }>(`select count(*) from (${sql}) as rows`))[0]?.count);

  await query(readFileSync(join(import.meta.dirname, "outage.sql"), "utf8"));
  await query("insert into outage.users select k, test.user_id('user ' || k), outage.fate(k) from generate_series(1, $1::int) as k", [users]);

  // Two connections, as there are two cores; users do not meet.
  const forAll = async (work: (first: number, last: number) => Promise<number>): Promise<number> => {
    const starts = Array.from({ length: Math.ceil(users / chunk) }, (_, index) => 1 + index * chunk);
    let sum = 0;
    const worker = async (): Promise<void> => {
      for (let first = starts.shift(); first !== undefined; first = starts.shift()) {
        const done = await work(first, Math.min(first + chunk - 1, users));
        sum += done;
      }
    };
    await Promise.all([worker(), worker()]);
    return sum;
  };
  const liveThrough = async (day: number): Promise<number> => {
    await database.setClock(`2026-03-${String(day).padStart(2, "0")} 12:00+00`);
    return forAll(async (first, last) =>
      Number((await query<{ live: number }>("select outage.live($1, $2, $3)", [day, first, last]))[0]?.live),
    );
  };

  const checkIns = await timed("live", async () => {
    let sum = 0;
    for (let day = 1; day <= 12; day++) {
      sum += await liveThrough(day);
      tell(`12 days of ${users} users: day ${day}, ${sum} check-ins`);
    }
    return sum;
  });
  await query("analyze");
  await database.setClock("2026-03-12 15:00+00");

  await query(`create table outage.before as select * from outage.standing(1, ${users})`);
  await timed("preview", () =>
    query(`create table outage.preview as select * from app_private.amnesty_effects('${outage[0]}', '${outage[1]}')`),
  );
  const declare = (): Promise<unknown[]> =>
    query("select app_private.declare_amnesty(test.user_id('olga'), $1, $2, 'The outage of 9 and 10 March.')", [...outage]);
  await timed("declare", declare);
  await timed("readAll", () => query(`create table outage.after as select * from outage.standing(1, ${users})`));

  const asPreviewed = (after: string): string => `
    select from outage.before as b
    join ${after} as a using (user_id)
    left join outage.preview as p using (user_id)
    where a.rest is distinct from b.rest
      or row(a.current, a.longest, a.freezes, a.points) is distinct from row(
        b.current + coalesce(p.streak_after - p.streak_before, 0), b.longest + coalesce(p.longest_after - p.longest_before, 0),
        b.freezes + coalesce(p.freezes_returned, 0), b.points + coalesce(p.points_returned, 0))`;
  const read = await count(asPreviewed("outage.after"));

  await timed("declareAgain", declare);
  await query(`create table outage.again as select * from outage.standing(1, ${users})`);
  const secondTime =
    (await count("(table outage.after except table outage.again) union all (table outage.again except table outage.after)")) +
    (await count("select from app_private.amnesties offset 1")) +
    (await count(`select from app_private.amnesty_effects('${outage[0]}', '${outage[1]}')`));

  // Everybody who is there makes a command (settings that are so already change nothing themselves).
  await timed("store", () =>
    forAll(async (first, last) => {
      await query(
        `select app_private.update_settings(u.user_id, null, null) from outage.users as u
         where u.k between $1 and $2 and u.fate <> 'never there'`,
        [first, last],
      );
      return last;
    }),
  );
  const stored = await count(`
    select from outage.before as b
    left join outage.preview as p using (user_id)
    left join app_public.journal_entries as e on e.user_id = b.user_id and e.kind = 'amnesty'
    where row(coalesce(e.freezes_granted, 0), coalesce(e.points_delta, 0))
        is distinct from row(coalesce(p.freezes_returned, 0), coalesce(p.points_returned, 0::bigint))
      or p.user_id is not null and (e.run_length, e.longest_streak) is distinct from (p.streak_after, p.longest_after)`);
  await query(`create table outage.stored as select * from outage.standing(1, ${users})`);
  const storedOtherwise = await count("(table outage.after except table outage.stored) union all (table outage.stored except table outage.after)");
  const verify = await timed("verify", () => count("select from app_private.verify()"));

  const [sums] = await query<Record<"affected" | "restored" | "freezes" | "points", string>>(`
    select count(*) as affected, count(*) filter (where streak_after > streak_before) as restored,
      sum(freezes_returned) as freezes, sum(points_returned) as points from outage.preview`);
  const fates = await query<{ fate: string; users: number }>(
    "select u.fate, count(*)::int as users from outage.preview join outage.users as u using (user_id) group by u.fate order by u.fate",
  );
  return {
    users,
    checkIns,
    affected: Number(sums?.affected),
    restored: Number(sums?.restored),
    freezes: Number(sums?.freezes),
    points: Number(sums?.points),
    affectedFates: Object.fromEntries(fates.map(({ fate, users: found }) => [fate, found])),
    differences: { read, stored: stored + storedOtherwise, secondTime, verify },
    seconds,
  };
}
