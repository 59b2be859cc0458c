// What a what-if foretells is what happens when the change is really made, in a copy, and the same days are driven again.
import type { TestDatabase } from "../support/database.ts";

export interface WhatIfFigures {
  /** What it would have cost everybody together, in points, and how many users it affects. */
  cost: string;
  usersAffected: number;
  /** Those who are compared: points more by the what-if, and by what happened. */
  users: number;
  foretold: string;
  happened: string;
  /** Not compared: they had a command refused meanwhile that more points might have let through, and of that no journal tells. */
  usersLeftOut: number;
  usersForetoldWrong: number;
  firstWrong: string | null;
}

interface Course {
  since: string;
  now: string;
  /** The first users, so many, are those who are driven again. */
  again: number;
  driveAgain: () => Promise<unknown>;
  timed: (work: () => Promise<Cost[]>) => Promise<Cost[]>;
}

interface Outcome {
  user_id: string;
  after: string;
  points: string;
}

interface Cost {
  cost: string;
  affected: number;
}

// "streak_7 gives 150 instead of 100."
const proposal = `array(select jsonb_populate_record(d, '{"gives": {"points": 150, "energy": 10}}')
  from app_private.rewards as r, app_private.reward_definition(r) as d where r.id = 'streak_7')`;
// A state as a value to compare: rules under the proposal have ids of their own, and only the database itself knows its last amnesty.
const comparable = (state: string): string => `(to_jsonb(${state}) - 'rule_version_id')::text`;

/** Takes a history, and a copy of it as it was at an instant, under which the change is then made. */
export async function playWhatIf(
  asItWas: TestDatabase,
  changed: TestDatabase,
  { since, now, again, driveAgain, timed }: Course,
): Promise<WhatIfFigures> {
  await asItWas.setClock(now);
  const [{ cost, affected } = { cost: "0", affected: 0 }] = await timed(async () =>
    asItWas.query<Cost>(
      `select (select c.after - c.before from unnest(w.changes) as c where c.metric = 'lifetime_points') as cost, w.users_affected as affected
       from app_private.what_if($1, null, ${proposal}) as w`,
      [since],
    ),
  );
  const before = await outcomes(asItWas, again);
  const foretold = await asItWas.query<Outcome>(
    `select o.user_id, ${comparable("o.after")} as after, (o.after).lifetime_points as points
     from proof.users as u, app_private.what_if_users($1, null, ${proposal}, u.user_id, u.user_id) as o where u.k <= $2 order by o.user_id`,
    [since, again],
  );

  await changed.setClock(since);
  await changed.query(`select app_private.save_reward(r) from unnest(${proposal}) as r`);
  await driveAgain();
  await changed.setClock(now);
  const happened = await outcomes(changed, again);

  const leftOut = await usersLeftOut(again, asItWas, changed);
  const compared = (rows: Outcome[]): Outcome[] => rows.filter(({ user_id: id }) => !leftOut.has(id));
  const sum = (rows: Outcome[]): bigint => compared(rows).reduce((points, row) => points + BigInt(row.points), 0n);
  const real = new Map(happened.map((row) => [row.user_id, row.after]));
  const wrong = compared(foretold).filter(({ user_id: id, after }) => real.get(id) !== after);
  return {
    cost,
    usersAffected: affected,
    users: compared(foretold).length,
    foretold: String(sum(foretold) - sum(before)),
    happened: String(sum(happened) - sum(before)),
    usersLeftOut: leftOut.size,
    usersForetoldWrong: wrong.length + Math.abs(happened.length - foretold.length),
    firstWrong: wrong[0] ? `${wrong[0].user_id}: foretold ${wrong[0].after}, happened ${real.get(wrong[0].user_id)}` : null,
  };
}

async function outcomes({ query }: TestDatabase, again: number): Promise<Outcome[]> {
  return query<Outcome>(
    `select s.user_id, ${comparable("n")} as after, n.lifetime_points as points
     from proof.users as u join app_private.user_states as s using (user_id), app_private.state_as_of(s.user_id, null) as n
     where s.clock_ahead_seconds is null and u.k <= $1 order by s.user_id`,
    [again],
  );
}

// Whose commands were refused in one of the two courses and not in the other.
async function usersLeftOut(again: number, ...databases: TestDatabase[]): Promise<Set<string>> {
  const [one = [], other = []] = await Promise.all(
    databases.map(async ({ query }) =>
      query<{ user_id: string; refusals: string }>(
        `select u.user_id, string_agg(concat_ws(' ', r.day, r.command, r.code), ',' order by r.day, r.command, r.code) as refusals
         from proof.refusals as r join proof.users as u using (k) where k <= $1 group by u.user_id`,
        [again],
      ),
    ),
  );
  const refusals = new Map(one.map((row) => [row.user_id, row.refusals]));
  const left = new Set<string>();
  for (const { user_id: id, refusals: theirs } of other) {
    if (refusals.get(id) !== theirs) left.add(id);
    refusals.delete(id);
  }
  for (const id of refusals.keys()) left.add(id);
  return left;
}
