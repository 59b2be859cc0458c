// As much as a document may ask for, in each direction.

const times = (count: number, text: (i: number) => string): string => Array.from({ length: count }, (_, i) => text(i)).join(" ");

const amount = "points energy xp freezes items { itemId quantity }";
const connection = (fields: string): string => `totalCount nodes { ${fields} } edges { cursor } pageInfo { hasNextPage endCursor }`;
const entry = `sequenceNumber occurredAt day kind asked terms itemsDelta inventory points pointsDelta energy energyDelta xp level
  zone dayStartHour lifetimePoints longestStreak runLength runStartedOn checkIns freezes ruleVersionId`;
const reward = `rewardId title description status repeats periodKey autoClaim gives { ${amount} } progress { metric title current atLeast isMet }
  unclaimed { rewardId periodKey unlockedAt }`;
const state = `asOf today zone dayStartHour dayEndsAt points lifetimePoints sequenceNumber ruleVersionId clockAheadHours
  streak { checkIns current longest status expiresAt freezes freezesMax lastCheckInDay pausedFrom pausedUntil startedOn repair { day missedDays points until current } }
  energy { value max nextAt fullAt refillAmount refillSeconds } level { number xp xpToNext nextAtXp startsAtXp pointsBoostBasisPoints }
  inventory { itemId quantity }`;
const checkIn = `day mark alreadyCheckedIn freezesUsed gave { ${amount} } unlocked { rewardId title } claimed { rewardId gave { ${amount} } } state { points zone streak { current status } energy { value max nextAt } level { number } inventory { itemId } }`;

export const largeDocuments: Record<string, string> = {
  "the home screen with everything": `{ me { userId createdAt state { ${state} } rewards { ${reward} } calendar { day mark reason counts markedAt zone }
    journal(first: 50) { ${connection(entry)} } } }`,
  "10 connections": `{ me { ${times(10, (i) => `c${i}: ownedRewards(first: 5) { totalCount nodes { unlocked { title periodKey unlockedAt }
    claimed { claimedAt gave { points items { itemId } } } } pageInfo { hasNextPage endCursor } }`)} } }`,
  "10 connections with all that belongs to them": `{ me { ${times(10, (i) => `c${i}: ownedRewards(first: ${i}) { totalCount nodes { unlocked { title rewardId periodKey }
    claimed { claimedAt title gave { ${amount} } } } edges { cursor node { claimed { gave { items { itemId } } } } } pageInfo { hasNextPage endCursor } }`)} } }`,
  "6 pages of the journal with all that belongs to it": `{ me { ${times(6, (i) => `j${i}: journal(first: 100, offset: ${i}) { ${connection(entry)} }`)} } }`,
  "10 journals with sums": `{ me { ${times(10, (i) => `j${i}: journal(first: 40, offset: ${i}) { totalCount aggregates { sum { pointsDelta xpDelta energyDelta } }
    nodes { kind points day occurredAt asked terms } pageInfo { endCursor } edges { cursor } }`)} } }`,
  "5 states of the past": `{ me { ${times(5, (i) => `s${i}: stateAt(at: "2026-01-0${i + 1}T00:00:00Z") { ${state} }`)} } }`,
  "30 aliases of the state": `{ me { ${times(30, (i) => `s${i}: state { points energy { value } streak { current status repair { day } } }`)} } }`,
  "every explanation": `{ me { explainStreak { text days { day mark why otherwise } } p: explainBalance(balance: POINTS, last: 100) { text entries { what } parts { text } }
    e: explainBalance(balance: ENERGY, last: 100) { text entries { what } parts { text } }
    ${times(5, (i) => `r${i}: explainReward(rewardId: "streak_7") { text conditions { text } }`)} } }`,
  "5 mutations": `mutation { ${times(5, (i) => `m${i}: checkIn(input: {}) { result { ${checkIn} } }`)} }`,
  "300 fields": `{ me { state { ${times(298, () => "points")} } } }`,
};
