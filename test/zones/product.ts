// The product's side: plays what a new user does, through the functions that the API calls.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { createTestDatabase } from "../support/database.ts";
import { dayLength, iso, isoDay } from "./time.ts";
import type { Day, Instant } from "./time.ts";

/** A check-in, for today or for a day that is named, or a change of settings. */
export interface Step {
  at: Instant;
  day?: Day;
  zone?: string;
  hour?: number;
}

/** What the user is told; a change of settings answers `today` and `ends` alone. */
export interface Told {
  day: string | null;
  mark: string | null;
  at: string | null;
  already: boolean | null;
  today: string;
  ends: string;
  streak: number;
  checkIns: number;
  sequence: number;
  refused?: string;
}

export interface Played {
  told: Told[];
  /** The marked days of the calendar in the end. */
  marks: { [day: string]: string };
}

export interface Product {
  client: pg.Client;
  /** Each call is another user's. */
  play: (zone: string, hour: number, steps: Step[]) => Promise<Played>;
  close: () => Promise<void>;
}

/** In one transaction: each change of a row within it makes the row slower to find until it ends. */
const stepsMax = 100;

/** On the calendar, so many days before the first step and after the last are looked at too. */
const margin = 5 * dayLength;

export async function openProduct(): Promise<Product> {
  const database = await createTestDatabase();
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  await client.query(readFileSync(join(import.meta.dirname, "play.sql"), "utf8"));
  // Many small calls: no compilation, and plans that are made once.
  await client.query(`
    set timezone = 'UTC'; set search_path = pg_catalog, pg_temp; set jit = off; set plan_cache_mode = force_generic_plan`);
  let users = 0;
  return {
    client,
    play: async (zone, hour, steps) => {
      const user = `user ${++users}`;
      const [first = 0, last = 0] = [steps[0]?.at, steps.at(-1)?.at];
      const [since, until] = [first - margin, last + margin].map((at) => isoDay(Math.floor(at / dayLength)));
      const played: Played = { told: [], marks: {} };
      for (let done = 0; done < steps.length; done += stepsMax) {
        const some = steps.slice(done, done + stepsMax);
        const { rows } = await client.query<{ played: Played }>({
          name: "play",
          text: "select zones.play($1, $2, $3, $4, $5, $6) as played",
          values: [user, zone, hour, JSON.stringify(some.map(stepRow)), since, until],
        });
        played.told.push(...(rows[0]?.played.told ?? []));
        played.marks = rows[0]?.played.marks ?? {};
      }
      return played;
    },
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

/** As play.sql takes it, and people read it. */
const stepRow = ({ at, day, ...settings }: Step): object => ({
  at: iso(at),
  ...(day === undefined ? {} : { day: isoDay(day) }),
  ...settings,
});

export const describeStep = (step: Step): string => JSON.stringify(stepRow(step));
