// Ways to forge a history, for somebody who may do anything: each is done, looked for, and undone.
import type { TestDatabase } from "../support/database.ts";

export interface Found {
  what: string;
  /** Null of the stock, which is everybody's. */
  userId: string | null;
  /** What verify says of the entry that was forged, or else the first of all its lines; empty when it has not found it. */
  says: string;
  lines: number;
  isNamed: boolean;
}

interface Tampering {
  what: string;
  /** Selects user_id and sequence_number of what is forged; `middle`, of the entries of the middle of the history. */
  pick: string;
  /** Statements about a user :u and an entry :n. */
  change: string;
}

const journal = "app_public.journal_entries";
const state = "app_private.user_states";
// Each of another user, as far as there are.
const pickEntry = (where: string): string =>
  `select e.user_id, e.sequence_number from middle as e where ${where} order by md5(e.user_id || ':what'), e.sequence_number limit 1`;
const ofUser = "where user_id = :u";
const entry = `${ofUser} and sequence_number = :n`;
const fromEntryOn = `${ofUser} and sequence_number >= :n`;
const unclaimed = `where not exists (select from app_private.reward_claims as c
  where c.user_id = u.user_id and c.reward_id = u.reward_id and c.period_key = u.period_key)`;
const givesPoints = (table: string, where: string): string =>
  `update ${table} set points = points + 7, lifetime_points = lifetime_points + 7 ${where};`;

const tamperings: Tampering[] = [
  {
    what: "a balance in the state",
    pick: `select s.user_id, s.sequence_number from ${state} as s order by md5(s.user_id || ':what') limit 1`,
    change: givesPoints(state, ofUser),
  },
  {
    what: "the energy of an entry",
    pick: pickEntry("e.kind = 'check_in'"),
    change: `update ${journal} set energy = energy + 1 ${entry}`,
  },
  {
    what: "points of a check-in, in all places that add up",
    pick: pickEntry("e.kind = 'check_in'"),
    change: `update ${journal} set points_delta = points_delta + 7 ${entry}; ${givesPoints(journal, fromEntryOn)} ${givesPoints(state, ofUser)}`,
  },
  {
    what: "the longest streak, in all places that add up",
    pick: pickEntry("e.kind = 'check_in' and e.check_ins > e.longest_streak + 5"),
    change: `update ${journal} set longest_streak = longest_streak + 5 ${fromEntryOn}; update ${state} set longest_streak = longest_streak + 5 ${ofUser}`,
  },
  {
    what: "energy that a command did not take",
    pick: pickEntry("e.kind = 'spend' and e.energy_delta < -1"),
    change: `update ${journal} set energy = energy + 1, energy_delta = energy_delta + 1 ${entry}`,
  },
  { what: "an entry deleted", pick: pickEntry("e.kind = 'spend'"), change: `delete from ${journal} ${entry}` },
  {
    what: "an entry put at the end",
    pick: `select s.user_id, s.sequence_number + 1 as sequence_number from ${state} as s
      where exists (select from ${journal} as e where e.user_id = s.user_id and e.sequence_number = s.sequence_number and e.kind = 'check_in')
      order by md5(s.user_id || ':what') limit 1`,
    change: `insert into ${journal} select c.* from ${journal} as e,
        jsonb_populate_record(e, jsonb_build_object('sequence_number', :n, 'points', e.points + e.points_delta, 'lifetime_points', e.lifetime_points + e.points_delta)) as c
        where e.user_id = :u and e.sequence_number = :n - 1;
      update ${state} as s set sequence_number = :n, points = e.points, lifetime_points = e.lifetime_points from ${journal} as e
        where s.user_id = :u and e.user_id = :u and e.sequence_number = :n`,
  },
  {
    what: "a claim paid twice, with all that follows moved on",
    pick: `select e.user_id, e.sequence_number + 1 as sequence_number from (${pickEntry(
      "e.kind = 'claim' and e.asked ->> 'reward_id' = 'weekly_five' and not exists (select from app_public.journal_entries as r where r.user_id = e.user_id and r.kind = 'reversal')",
    )}) as e`,
    change: `
      update ${journal} set sequence_number = sequence_number + 1000000 ${fromEntryOn};
      insert into ${journal} select c.* from ${journal} as e, jsonb_populate_record(e, jsonb_build_object('sequence_number', :n)) as c
        where e.user_id = :u and e.sequence_number = :n - 1;
      update ${journal} set sequence_number = sequence_number - 999999 ${ofUser} and sequence_number > 1000000;
      update ${journal} set points = points + 25, lifetime_points = lifetime_points + 25 ${fromEntryOn};
      update ${state} set points = points + 25, lifetime_points = lifetime_points + 25, sequence_number = sequence_number + 1 ${ofUser};
      update app_private.day_marks set sequence_number = sequence_number + 1 ${fromEntryOn};
      update app_private.reward_unlocks set sequence_number = sequence_number + 1 ${fromEntryOn};
      update app_private.reward_claims set sequence_number = sequence_number + 1 ${fromEntryOn}`,
  },
  {
    what: "an amount asked for",
    pick: pickEntry("e.kind = 'spend'"),
    change: `update ${journal} set asked = jsonb_set(asked, '{amount}', to_jsonb((asked ->> 'amount')::int - 1)) ${entry}`,
  },
  {
    what: "a price",
    pick: pickEntry("e.kind = 'buy'"),
    change: `update ${journal} set terms = '{"price_points": 1}' ${entry}`,
  },
  {
    what: "what a reward gave",
    pick: pickEntry("e.kind = 'claim'"),
    change: `update ${journal} set terms = jsonb_set(terms, '{gives,points}', '1000') ${entry}`,
  },
  {
    what: "what a reversal reversed",
    pick: pickEntry("e.kind = 'reversal' and e.points_delta + e.energy_delta <> 0"),
    change: `update ${journal} set reverses = (select min(o.sequence_number) from ${journal} as o
      where o.user_id = :u and o.kind = 'check_in') ${entry}`,
  },
  {
    what: "the instant of an entry",
    pick: pickEntry("e.kind = 'check_in' and e.energy_refilled > 0"),
    change: `update ${journal} set occurred_at = occurred_at - interval '1 second' ${entry}`,
  },
  {
    what: "a day made a check-in",
    pick: pickEntry("exists (select from app_private.day_marks as m where m.user_id = e.user_id and m.sequence_number = e.sequence_number and m.mark = 'freeze')"),
    change: `update app_private.day_marks set mark = 'check_in', freeze_granted_on = null ${entry} and mark = 'freeze'`,
  },
  {
    what: "a day deleted",
    pick: pickEntry("e.kind = 'check_in'"),
    change: `delete from app_private.day_marks ${entry}`,
  },
  {
    what: "a claim deleted",
    pick: pickEntry("e.kind = 'claim'"),
    change: `delete from app_private.reward_claims ${entry}`,
  },
  {
    what: "an unlock deleted",
    pick: `select u.user_id, u.sequence_number from app_private.reward_unlocks as u ${unclaimed} order by md5(u.user_id || ':what'), u.sequence_number limit 1`,
    change: `delete from app_private.reward_unlocks as u ${unclaimed} and u.user_id = :u and u.sequence_number = :n`,
  },
  {
    what: "an unlock forged",
    pick: pickEntry("e.kind = 'check_in' and e.run_length < 30 and not exists (select from app_private.reward_unlocks as u where u.user_id = e.user_id and u.reward_id = 'streak_30')"),
    change: `insert into app_private.reward_unlocks (user_id, reward_id, period_key, unlocked_at, rule_version_id, sequence_number, conditions)
      select e.user_id, 'streak_30', 'once', e.occurred_at, e.rule_version_id, e.sequence_number, '{"current_streak": 30}' from ${journal} as e ${entry}`,
  },
  {
    what: "a rule version edited",
    pick: `select e.user_id, e.sequence_number from ${journal} as e
      where e.user_id = (select n.user_id from middle as n order by md5(n.user_id || ':what') limit 1)
        and e.rule_version_id = 2 and e.kind = 'check_in' order by e.sequence_number limit 1`,
    change: "update app_private.rule_versions set check_in_points = check_in_points + 1 where id = 2",
  },
  {
    what: "an amnesty edited",
    pick: `select e.user_id, e.sequence_number from ${journal} as e where e.kind = 'amnesty' order by md5(e.user_id || ':what') limit 1`,
    change: "update app_private.amnesties set first_day = first_day + 2, last_day = last_day + 2",
  },
];

/** Forges a history in each way and says what verify finds. */
export async function tamper(database: TestDatabase): Promise<Found[]> {
  await database.query(
    `create table proof.middle as select e.* from app_public.journal_entries as e
     join (select n.user_id, max(n.sequence_number) as last from app_public.journal_entries as n group by n.user_id) as u using (user_id)
     where e.sequence_number between u.last / 3 and u.last * 2 / 3`,
  );
  const found: Found[] = [];
  for (const { what, pick, change } of tamperings) {
    const [picked] = await database.query<{ user_id: string; sequence_number: string }>(
      `with middle as (table proof.middle) ${pick.replaceAll(":what", what)}`,
    );
    if (!picked) throw new Error(`The history has nothing to forge: ${what}`);
    const { user_id: userId, sequence_number: number } = picked;
    const says = await differencesAfter(
      database,
      change.replaceAll(":u", `'${userId}'`).replaceAll(":n", number),
      `select concat('entry ', sequence_number, ': ', difference) as says from app_private.verify_users('${userId}', '${userId}')`,
    );
    const named = says.find((line) => line.startsWith(`entry ${number}: `));
    found.push({ what, userId, says: named ?? says[0] ?? "", lines: says.length, isNamed: named !== undefined });
  }
  const says = await differencesAfter(
    database,
    "update app_private.rewards set stock = stock + 1 where id = 'weekly_five'",
    "select concat('reward ', reward_id, ': ', difference) as says from app_private.verify_stock()",
  );
  const named = says.find((line) => line.startsWith("reward weekly_five: "));
  found.push({ what: "a stock raised", userId: null, says: named ?? says[0] ?? "", lines: says.length, isNamed: named !== undefined });
  return found;
}

async function differencesAfter(database: TestDatabase, statements: string, look: string): Promise<string[]> {
  const client = await database.pool.connect();
  try {
    await client.query(`begin; ${statements}`);
    return (await client.query<{ says: string }>(look)).rows.map((row) => row.says);
  } finally {
    await client.query("rollback");
    client.release();
  }
}
