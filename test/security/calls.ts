// How each field of the API that takes arguments is called, and which of its arguments name a user or something of a user's.

/** What stands in arguments for a user's own, as variables; the same place can then be filled with another user's. */
export type Names = Record<"USER" | "KEY" | "ENTRY" | "CURSOR" | "SUBJECT", string>;

/** Arguments by name that say whose, and what stands for them below. Each argument is here or in `namesNobody`. */
export const namesSomebody: Record<string, keyof Names> = {
  userId: "USER",
  idempotencyKey: "KEY",
  sequenceNumber: "ENTRY",
  after: "CURSOR",
  subject: "SUBJECT",
};
export const namesNobody = new Set(
  `amount at atLeast autoClaim balance checkInEnergy checkInPoints checkInXp claimWithinHours day dayStartHour days description
  effectiveFrom enabled endsAt energy energyMax energyOverfill energyRefillAmount energyRefillSeconds energyStart fillsEnergy first
  firstDay freezeEveryDays freezes freezesMax freezesStart hours inventoryMax issuer itemId last lastDay lateGraceMinutes
  levelBoostsBasisPoints levelThresholds metric offset onSale oneIn pauseMaxDays periodKey points pricePoints priority quantity reason
  repairPoints repairWithinDays repeats rewardId since startsAt stock title travelCoverDays until xp zone`.split(/\s+/),
);

const gives = '{ points: "3" }';

/**
 * The arguments of each field that has some, as GraphQL writes them. Root fields are called in this order,
 * the queries first: by the end of two_users.ts each of these has something to do.
 */
export const calls: Record<string, string> = {
  "Me.calendar": "since: \"2026-03-01\", until: \"2026-03-09\"",
  "Me.explainBalance": "balance: POINTS, last: 10",
  "Me.explainReward": 'rewardId: "streak_3"',
  "Me.journal": 'first: 10, after: $CURSOR',
  "Me.ownedRewards": "first: 5",
  "Me.rewards": "first: 10, offset: 0",
  "Me.stateAt": 'at: "2026-03-05T12:00:00Z"',

  "Query.items": "first: 10",
  "Query.previewAmnesty": 'firstDay: "2026-03-08", lastDay: "2026-03-08"',
  "Query.rewards": "first: 10",
  "Query.ruleVersions": "first: 10",
  "Query.user": 'userId: $USER',
  "Query.whatIf": 'since: "2026-03-01T00:00:00Z", parameters: { checkInPoints: "50" }, oneIn: 1',

  "Mutation.createTestUser": 'input: { subject: $SUBJECT }',
  "Mutation.bootstrap": "input: {}",
  "Mutation.repairStreak": 'input: { day: "2026-03-08" }',
  "Mutation.checkIn": "input: {}",
  "Mutation.claimReward": 'input: { rewardId: "weekly_five" }',
  "Mutation.spendEnergy": 'input: { amount: 20, reason: "Of a call", idempotencyKey: $KEY }',
  "Mutation.buyItem": 'input: { itemId: "coffee", quantity: 1, idempotencyKey: $KEY }',
  "Mutation.useItem": 'input: { itemId: "coffee", idempotencyKey: $KEY }',
  "Mutation.discardItem": 'input: { itemId: "coffee", quantity: 1, idempotencyKey: $KEY }',
  "Mutation.pauseStreak": 'input: { until: "2026-03-12" }',
  "Mutation.updateSettings": "input: { dayStartHour: 5 }",
  "Mutation.advanceMyClock": 'input: { days: 1, idempotencyKey: $KEY }',
  "Mutation.grantEffects": `input: { userId: $USER, gives: ${gives}, reason: "Of a call", idempotencyKey: $KEY }`,
  "Mutation.reverseEntry": 'input: { userId: $USER, sequenceNumber: $ENTRY, reason: "Of a call" }',
  "Mutation.declareAmnesty": 'input: { firstDay: "2026-01-01", lastDay: "2026-01-02", reason: "Of a call" }',
  "Mutation.saveItem": `input: { item: { itemId: "thing", title: "Thing", description: "", pricePoints: "10", gives: ${gives} } }`,
  "Mutation.saveReward": `input: { reward: { rewardId: "thing", title: "Thing", description: "", conditions: [{ metric: "level", atLeast: "3" }], gives: ${gives} } }`,
  "Mutation.addRuleVersion": 'input: { effectiveFrom: "2030-01-01T00:00:00Z", parameters: { energyMax: 120 } }',
};
