// What is sent to GraphQL: README's home screen and commands, for which the same variables come with each request.
import type { HttpRequest } from "./tasks.ts";

export const documents = {
  home: `query Home {
  me {
    state {
      today zone dayEndsAt points
      streak { current longest status expiresAt freezes }
      energy { value max nextAt fullAt }
      level { number xp xpToNext }
      inventory { itemId quantity }
    }
    rewards { rewardId title status progress { title current atLeast } gives { points energy } unclaimed { periodKey } }
    calendar { day mark reason }
    journal(first: 5) { nodes { occurredAt kind pointsDelta } }
  }
}`,
  "check-in": `mutation CheckIn {
  checkIn(input: {}) {
    result {
      day mark alreadyCheckedIn freezesUsed
      gave { points energy xp }
      unlocked { rewardId title }
      claimed { rewardId gave { points } }
      state { points streak { current status expiresAt } energy { value } level { number } }
    }
  }
}`,
  claim: `mutation Claim($rewardId: String!) {
  claimReward(input: { rewardId: $rewardId }) {
    result { alreadyClaimed claim { rewardId periodKey gave { points } } state { points } }
  }
}`,
  spend: `mutation Play($amount: Int!, $key: UUID!) {
  spendEnergy(input: { amount: $amount, reason: "A lesson", idempotencyKey: $key }) {
    result { took { energy } replayed state { energy { value nextAt } } }
  }
}`,
} as const;

/** A command or query that is measured. */
export type Command = keyof typeof documents;
/** Whose it is and what it says: of a claim the reward's id, of a spend the amount and the key. */
export interface Call {
  k: number;
  values: unknown[];
}

const variablesOf: Record<Command, (values: unknown[]) => Record<string, unknown>> = {
  home: () => ({}),
  "check-in": () => ({}),
  claim: ([rewardId]) => ({ rewardId }),
  spend: ([amount, key]) => ({ amount, key }),
};

/** The request to GraphQL. */
export function graphqlRequest(command: Command, { values }: Call, token: string): HttpRequest {
  return { token, body: JSON.stringify({ query: documents[command], variables: variablesOf[command](values) }) };
}

/** The request to the floor. */
export function floorRequest({ values }: Call, token: string): HttpRequest {
  return { token, body: JSON.stringify({ values }) };
}

/** What the answer holds when it is right: a first call that finds an earlier one is as wrong as a repeat that does not. */
export const expected: Record<"graphql" | "floor", Record<Command, (isRepeat: boolean) => string>> = {
  graphql: {
    home: () => '"dayEndsAt":',
    "check-in": (isRepeat) => `"alreadyCheckedIn":${isRepeat}`,
    claim: (isRepeat) => `"alreadyClaimed":${isRepeat}`,
    spend: (isRepeat) => `"replayed":${isRepeat}`,
  },
  floor: {
    home: () => '"day_ends_at":',
    "check-in": (isRepeat) => `"already_checked_in":${isRepeat}`,
    claim: (isRepeat) => `"already_claimed":${isRepeat}`,
    spend: (isRepeat) => `"replayed":${isRepeat}`,
  },
};
