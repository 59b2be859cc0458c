// What somebody sends who wants the server to be busy: each as the body of a request, another one for each try, so that no cache has it.

export interface Hostile {
  /** The codes with which it may be refused. */
  codes: string[];
  body: (attempt: number) => string;
}

const times = (count: number, text: (i: number) => string, separator = " "): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(separator);
const tooLarge = ["DOCUMENT_TOO_LARGE"];
const invalid = ["INVALID_DOCUMENT"];

function document(codes: string[], query: string, variables?: unknown): Hostile {
  return { codes, body: (attempt) => JSON.stringify({ query: `${query}#${attempt}`, variables }) };
}

function raw(codes: string[], body: string): Hostile {
  return { codes, body: () => body };
}

const deepValue = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const bomb = (levels: number): string =>
  `{ me { ...F0 } } ${times(levels, (i) => `fragment F${i} on Me { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on Me { userId }`;
const claim = "mutation ($id: String!) { claimReward(input: { rewardId: $id }) { result { alreadyClaimed } } }";
const saveReward = "mutation ($reward: RewardInput!) { saveReward(input: { reward: $reward }) { result { rewardId } } }";

export const hostileDocuments: Record<string, Hostile> = {
  "1,000 aliases of one field": document(tooLarge, `{ me { ${times(1_000, (i) => `a${i}: userId`)} } }`),
  "10,000 aliases, three letters each": document(tooLarge, `{${times(10_000, (i) => `a${i.toString(36)}:me{userId}`, "")}}`.slice(0, 90_000)),
  "1,000 calls": document(tooLarge, `{ me { ${times(1_000, (i) => `a${i}: journal(first: 1) { totalCount }`)} } }`),
  "11 calls": document(tooLarge, `{ me { ${times(11, (i) => `a${i}: journal(first: 1) { totalCount }`)} } }`),
  "1,000 roots": document(tooLarge, `{ ${times(1_000, (i) => `a${i}: me { userId }`)} }`),
  "depth 10,000": document(tooLarge, "{a".repeat(10_000) + "}".repeat(10_000)),
  "depth 31": document(tooLarge, "{a".repeat(31) + "}".repeat(31)),
  "16 levels": document(tooLarge, "{a".repeat(16) + "}".repeat(16)),
  "inline fragments, 5,000 deep": document(tooLarge, `{${"...{".repeat(5_000)}`),
  "a fragment bomb of 2^20 fields": document(tooLarge, bomb(20)),
  "a fragment bomb of 2^45 fields": document(tooLarge, bomb(45)),
  "a fragment that spreads itself": document(invalid, "{ me { ...A } } fragment A on Me { ...A }"),
  "40 fragments in a circle": document(invalid, `{ me { ...A0 } } ${times(40, (i) => `fragment A${i} on Me { userId ...A${(i + 1) % 40} }`)}`),
  "400 fragments": document(tooLarge, `{ me { userId } } ${times(400, (i) => `fragment A${i} on Me { userId }`)}`),
  "1,000 directives on one field": document(tooLarge, `{ me { userId ${"@include(if: true) ".repeat(1_000)} } }`),
  "30 times the same directive": document(invalid, `{ me { userId ${"@include(if: true) ".repeat(30)} } }`),
  "1,000 unknown directives": document(tooLarge, `{ me { userId ${times(1_000, (i) => `@d${i}`)} } }`),
  "an array of 1,000 requests": raw(["BAD_REQUEST"], `[${times(1_000, () => '{"query":"{ __typename }"}', ",")}]`),
  "a page of two thousand million": document(["INVALID_INPUT"], "{ me { journal(first: 2147483647) { nodes { kind } } } }"),
  "a page of two thousand million, in a variable": document(
    ["INVALID_INPUT"],
    "query ($n: Int) { me { journal(first: $n) { nodes { kind } } } }",
    { n: 2_147_483_647 },
  ),
  "rows of rows": document(tooLarge, `{ me { ${times(7, (i) => `a${i}: journal(first: 100) { nodes { ${times(40, () => "points")} } }`)} } }`),
  "two what-ifs": document(tooLarge, `{ ${times(2, (i) => `w${i}: whatIf(since: "2026-01-01T00:00:00Z", parameters: {}) { users }`)} }`),
  "ten states of the past": document(tooLarge, `{ me { ${times(10, (i) => `s${i}: stateAt(at: "2026-01-0${i}T00:00:00Z") { points }`)} } }`),
  "a variable of 90,000 characters": document(["INVALID_INPUT"], claim, { id: "x".repeat(90_000) }),
  "9,000 variables": document(tooLarge, claim, Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`v${i}`, 1]))),
  "a variable 45,000 deep": raw(tooLarge, `{"query":${JSON.stringify(claim)},"variables":{"id":${deepValue(45_000)}}}`),
  "an input object in a list of 8,000": document(tooLarge, saveReward, { reward: { conditions: Array.from({ length: 8_000 }, () => ({})) } }),
  "a variable that is the prototype": raw(["INVALID_INPUT"], `{"query":${JSON.stringify(claim)},"variables":{"__proto__":{"id":"x"}}}`),
  "extensions 20,000 deep": raw(tooLarge, `{"query":"{ __typename }","extensions":{"a":${deepValue(20_000)}}}`),
  "a list literal 4,000 deep": document(tooLarge, `{ me { explainReward(rewardId: ${deepValue(4_000)}) { text } } }`),
  "a list literal of 4,000 values": document(tooLarge, `{ me { explainReward(rewardId: [${"1 ".repeat(4_000)}]) { text } } }`),
  "99 kB of braces": raw(tooLarge, `{"query":"${"{".repeat(99_000)}"}`),
  "45 kB of closed braces": raw(tooLarge, `{"query":"${"{}".repeat(45_000)}"}`),
  "a body of more than 100 kB": raw(["TOO_LARGE"], `{"query":"${"{".repeat(200_000)}"}`),
  "comments only": document(invalid, "#x\n".repeat(6_000)),
  "commas only": document(invalid, ",".repeat(19_000)),
  "a name of 19,000 characters": document(invalid, `{ ${"a".repeat(19_000)} }`),
  "a string that does not end": document(invalid, `{ me { explainReward(rewardId: "${"a".repeat(19_000)}`),
  "letters that look like others": document(invalid, "{ mе { userId } }"),
  "an invisible letter": document(invalid, "{ m\u200be { userId } }"),
  "half a character": raw(invalid, '{"query":"{ m\\ud800e { userId } }"}'),
  "half a character in a text": raw(invalid, '{"query":"{ me { explainReward(rewardId: \\"\\ud800\\") { text } } }"}'),
  "1,000 operations": document(tooLarge, times(1_000, (i) => `query Q${i} { me { userId } }`)),
  "51 operations": document(tooLarge, times(51, (i) => `query Q${i} { me { userId } }`)),
  "1,000 variable definitions": document(tooLarge, `query (${times(1_000, (i) => `$v${i}: Int`)}) { me { userId } }`),
  "introspection of fields of fields of fields": document(
    [...invalid, ...tooLarge],
    `{ __schema { types ${"{ fields { type ".repeat(6)} { name } ${"} }".repeat(6)} } }`,
  ),
  "introspection under 40 aliases": document(tooLarge, `{ ${times(40, (i) => `a${i}: __schema { types { name } }`)} }`),
  "2,000 fields that may be merged": document(tooLarge, `{ me { ${"userId ".repeat(2_000)} } }`),
  "290 fields that may not be merged": document(invalid, `{ me { ${times(22, (i) => `a: ${i % 2 ? "state" : "explainStreak"} { ${times(12, () => "text")} }`)} } }`),
  "290 fields that are not there": document(invalid, `{ me { ${times(290, (i) => `pointz${i}`)} } }`),
  "45 fragments that overlap": document(
    tooLarge,
    `{ me { ${times(45, (i) => `...F${i}`)} } } ${times(45, (i) => `fragment F${i} on Me { ${"userId ".repeat(20)} }`)}`,
  ),
  "@defer and @stream": document(invalid, "{ me { ... @defer { userId } journal { nodes @stream { kind } } } }"),
  "1,000 mutations": document(tooLarge, `mutation { ${times(1_000, (i) => `m${i}: checkIn(input: {}) { result { day } }`)} }`),
  "6 mutations": document(tooLarge, `mutation { ${times(6, (i) => `m${i}: checkIn(input: {}) { result { day } }`)} }`),
  "6 mutations in a fragment": document(
    tooLarge,
    `mutation { ...M } fragment M on Mutation { ${times(6, (i) => `m${i}: checkIn(input: {}) { result { day } }`)} }`,
  ),
  "a subscription": document(invalid, "subscription { me { userId } }"),
  "an operation name of 50,000 characters": raw(["INVALID_INPUT"], `{"query":"{ __typename }","operationName":"${"a".repeat(50_000)}"}`),
  "no JSON": raw(["BAD_REQUEST"], `{"query":${"[".repeat(50_000)}`),
  "a number for a document": raw(["BAD_REQUEST"], '{"query":1}'),
  "nothing": raw(["BAD_REQUEST"], ""),
};
