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

/** Deals the calls of a world. claimTurns: among how many turns the claims that there are must be shared */
export async function openDeck({ users, pool, nextDay }: World, claimTurns: number): Promise<Deck> {
  const claims = (
    await pool.query<{ k: number; reward_id: string }>(
      `select u.k, n.reward_id from bench.users as u join app_private.reward_unlocks as n using (user_id)
       where not exists (
         select from app_private.reward_claims as c
         where c.user_id = n.user_id and c.reward_id = n.reward_id and c.period_key = n.period_key)
         and n.reward_id in ('streak_3', 'streak_7')
       order by hashtext(n.reward_id || u.k)`,
    )
  ).rows.map(({ k, reward_id }): Call => ({ k, values: [reward_id] }));
  const claimsATurn = Math.max(1, Math.floor(claims.length / claimTurns));
  const made: Record<Command, Call[]> = { home: [], "check-in": [], claim: [], spend: [] };
  let checkedIn = 0;
  let at = 0;

  // Anybody, in turn.
  const anybody = (count: number, values: () => unknown[]): Call[] =>
    Array.from({ length: count }, () => ({ k: 1 + (at++ % users), values: values() }));

  return {
    async next(command, count, isRepeat) {
      if (isRepeat) {
        const calls = made[command];
        return calls.length === 0 ? [] : Array.from({ length: count }, (_, index) => calls[index % calls.length] as Call);
      }
      if (command === "home") return anybody(count, () => []);
      if (command === "spend") return anybody(count, () => [1, randomUUID()]);
      if (command === "claim") return claims.splice(0, Math.min(count, claimsATurn));
      if (checkedIn + count > users) {
        await nextDay();
        made["check-in"] = [];
        checkedIn = 0;
      }
      const first = checkedIn;
      checkedIn = Math.min(users, first + count);
      return Array.from({ length: checkedIn - first }, (_, index) => ({ k: first + index + 1, values: [] }));
    },
    done(command, calls) {
      made[command] = [...made[command], ...calls].slice(-repeatable);
    },
  };
}
