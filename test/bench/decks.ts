// Who is next: each user checks in once a day, claims what lies unlocked once, and spends; and what was done can be repeated.
import { randomUUID } from "node:crypto";
import type { Call, Command } from "./documents.ts";
import type { World } from "./world.ts";

export interface Deck {
  /** The next calls of a kind: at most so many, fewer when there are no more. Check-ins go on with the next day. */
  next(command: Command, count: number, isRepeat: boolean): Promise<Call[]>;
  /** Remembers calls that were answered, so that they can be repeated. */
  done(command: Command, calls: Call[]): void;
}

const repeatable = 5_000;

/**
 * Deals the calls of a world, to users who lie far from each other.
 * @param claimTurns among how many turns the claims that there are must be shared
 * @param active how many of the users ever come; all of them without
 */
export async function openDeck({ users, pool, nextDay }: World, claimTurns: number, active = users): Promise<Deck> {
  const { rows } = await pool.query<{ claimable: string[] }>(claimableByModel);
  const claimsEach = Math.max(...rows.map(({ claimable }) => claimable.length));
  const claimsATurn = Math.max(1, Math.floor((active * rows.reduce((sum, { claimable }) => sum + claimable.length, 0)) / rows.length / claimTurns));
  const made: Record<Command, Call[]> = { home: [], "check-in": [], claim: [], spend: [] };
  let checkedIn = 0;
  let at = 0;
  let claimAt = 0;

  const step = stepThrough(users);
  const userAt = (place: number): number => 1 + (((place % active) * step) % users);
  // Anybody, in turn.
  const anybody = (count: number, values: () => unknown[]): Call[] => Array.from({ length: count }, () => ({ k: userAt(at++), values: values() }));

  const claims = (count: number): Call[] => {
    const calls: Call[] = [];
    for (; calls.length < count && claimAt < active * claimsEach; claimAt++) {
      const k = userAt(claimAt);
      const reward = rows[k % rows.length]?.claimable[Math.floor(claimAt / active)];
      if (reward !== undefined) calls.push({ k, values: [reward] });
    }
    return calls;
  };

  return {
    async next(command, count, isRepeat) {
      if (isRepeat) {
        const calls = made[command];
        return calls.length === 0 ? [] : Array.from({ length: count }, (_, index) => calls[index % calls.length] as Call);
      }
      if (command === "home") return anybody(count, () => []);
      if (command === "spend") return anybody(count, () => [1, randomUUID()]);
      if (command === "claim") return claims(Math.min(count, claimsATurn));
      if (checkedIn + count > active) {
        await nextDay();
        made["check-in"] = [];
        checkedIn = 0;
      }
      const first = checkedIn;
      checkedIn = Math.min(active, first + count);
      return Array.from({ length: checkedIn - first }, (_, index) => ({ k: userAt(first + index), values: [] }));
    },
    done(command, calls) {
      made[command] = [...made[command], ...calls].slice(-repeatable);
    },
  };
}

// A user's model follows from its number, and with it what lies unlocked: there is no list of it.
const claimableByModel = `
  select array(
    select n.reward_id from app_private.reward_unlocks as n
    where n.user_id = m.user_id and n.reward_id in ('streak_3', 'streak_7') and not exists (
      select from app_private.reward_claims as c
      where c.user_id = n.user_id and c.reward_id = n.reward_id and c.period_key = n.period_key)
    order by n.reward_id) as claimable
  from bench.models as m order by m.model`;

/** How far to go on so that everybody comes up once, neighbours long after each other. */
export function stepThrough(users: number): number {
  let step = Math.max(1, Math.round(users * 0.618));
  while (divisor(step, users) !== 1) step++;
  return step;
}

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
