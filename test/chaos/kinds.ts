// What can be called: the mutation of each kind of command, what its answer is to hold, and which refusals are nobody's fault.

const amounts = "{ points energy xp freezes items { itemId quantity } }";
const follows = `unlocked { rewardId periodKey unlockedAt claimableUntil ruleVersionId }
  claimed { rewardId periodKey claimedAt automatic ruleVersionId gave ${amounts} }`;
const state = "state { asOf today points sequenceNumber streak { current repair { day } } }";
const command = `sequenceNumber occurredAt replayed gave ${amounts} took ${amounts} ${follows} ${state}`;

interface Form {
  field: string;
  /** What is asked of the answer. */
  selection: string;
  /** The field of the answer that says that an earlier call had done it. */
  repeated: string | null;
  /** Refusals that a patient client, alone, could have had as well. */
  codes: readonly string[];
  /** A key in its arguments makes it repeatable. */
  isKeyed?: true;
  byOperator?: true;
}

/** Named as the journal names them, so far as they are in it. */
export const kinds = {
  bootstrap: { field: "bootstrap", selection: state, repeated: null, codes: [] },
  settings: { field: "updateSettings", selection: `result { ${follows} ${state} }`, repeated: null, codes: [] },
  check_in: {
    field: "checkIn",
    selection: `result { alreadyCheckedIn day mark checkedInAt freezesUsed gave ${amounts} ${follows} ${state} }`,
    repeated: "alreadyCheckedIn",
    codes: ["DAY_NOT_OPEN"],
  },
  claim: {
    field: "claimReward",
    selection: `result { alreadyClaimed ${follows} ${state}
      claim { rewardId periodKey claimedAt automatic ruleVersionId gave ${amounts} } }`,
    repeated: "alreadyClaimed",
    codes: ["REWARD_NOT_UNLOCKED", "UNLOCK_EXPIRED", "REWARD_NOT_OPEN", "OUT_OF_STOCK", "FREEZES_FULL", "INVENTORY_FULL"],
  },
  pause: {
    field: "pauseStreak",
    selection: `result { ${follows} ${state} }`,
    repeated: null,
    codes: ["NO_STREAK", "INVALID_PAUSE"],
  },
  repair: {
    field: "repairStreak",
    selection: `result { alreadyRepaired days points ${follows} ${state} }`,
    repeated: "alreadyRepaired",
    codes: ["NOTHING_TO_REPAIR", "REPAIR_TOO_LATE", "NOT_ENOUGH_POINTS"],
  },
  spend: keyed("spendEnergy", "NOT_ENOUGH_ENERGY"),
  buy: keyed("buyItem", "NOT_ENOUGH_POINTS", "INVENTORY_FULL"),
  use: keyed("useItem", "NOT_ENOUGH_ITEMS", "ITEM_WITHOUT_EFFECT", "FREEZES_FULL"),
  discard: keyed("discardItem", "NOT_ENOUGH_ITEMS"),
  clock: keyed("advanceMyClock", "NOT_A_TEST_USER"),
  grant: { ...keyed("grantEffects", "UNKNOWN_USER", "FREEZES_FULL", "INVENTORY_FULL"), byOperator: true },
  reversal: {
    field: "reverseEntry",
    selection: `result { ${command} }`,
    repeated: "replayed",
    codes: ["UNKNOWN_USER", "NOT_REVERSIBLE", "NOT_ENOUGH_POINTS", "NOT_ENOUGH_ITEMS", "FREEZE_USED", "INVENTORY_FULL"],
    byOperator: true,
  },
  amnesty: {
    field: "declareAmnesty",
    selection: "result { amnestyId firstDay lastDay declaredAt alreadyDeclared }",
    repeated: "alreadyDeclared",
    codes: [],
    byOperator: true,
  },
  stock: {
    field: "saveReward",
    selection: "result { rewardId stock }",
    repeated: null,
    codes: ["INVALID_REWARD"],
    byOperator: true,
  },
} as const satisfies Record<string, Form>;
export type Kind = keyof typeof kinds;

export const formOf = (kind: Kind): Form => kinds[kind];

function keyed<Code extends string>(field: string, ...codes: Code[]) {
  return {
    field,
    selection: `result { ${command} }`,
    repeated: "replayed",
    codes: [...codes, "IDEMPOTENCY_KEY_REUSED"],
    isKeyed: true,
  } as const;
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const documentOf = (kind: Kind): string =>
  `mutation ($input: ${capital(kinds[kind].field)}Input!) { ${kinds[kind].field}(input: $input) { ${kinds[kind].selection} } }`;
