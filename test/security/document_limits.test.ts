/** Each limit of a document lets its last value pass and refuses the next one, and what the README shows passes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { auditServer } from "graphql-http";
import { getIntrospectionQuery, parse } from "postgraphile/graphql";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  await database.setClock("2026-03-01T12:00:00Z");
  await server.send("alice", "mutation { checkIn(input: {}) { result { day } } }");
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const olga = { operator: "olga" };

async function refusalOf(query: string, variables?: Record<string, unknown>): Promise<string | undefined> {
  const { errors } = await server.send(olga, query, variables);
  const [error] = errors ?? [];
  return error && `${error.extensions?.code}: ${error.message}`;
}

const times = (count: number, text: (i: number) => string): string => Array.from({ length: count }, (_, i) => text(i)).join(" ");
const points = (count: number): string => `{ me { state { ${"points ".repeat(count)} } } }`;
const spread = (levels: number): string =>
  `{ me { ...F0 } } ${times(levels, (i) => `fragment F${i} on Me { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on Me { state { points } }`;

describe("DOCUMENT_TOO_LARGE says what, how much it is, and how much may be:", () => {
  test.each<[string, number, (count: number) => string]>([
    ["characters", 20_000, (n) => `{ __typename }${"#".repeat(n - 14)}`],
    ["definitions", 50, (n) => `{ me { ${times(n - 1, (i) => `...F${i}`)} } } ${times(n - 1, (i) => `fragment F${i} on Me { userId }`)}`],
    ["directives", 30, (n) => `{ me { ${"userId @include(if: true) ".repeat(n)} } }`],
    ["fields with its fragments", 300, (n) => points(n - 2)],
    ["calls with its fragments", 10, (n) => `{ me { ${times(n, (i) => `a${i}: calendar { day }`)} } }`],
    ["aliases with its fragments", 30, (n) => `{ me { ${times(n, (i) => `a${i}: userId`)} } }`],
    ["levels with its fragments", 15, (n) => `{ ${"... { ".repeat(n - 1)} __typename ${"}".repeat(n)}`],
    ["root fields in a query", 10, (n) => `{ ${times(n, () => "__typename")} }`],
    ["root fields in a mutation", 5, (n) => `mutation { ${times(n, (i) => `m${i}: checkIn(input: {}) { result { day } }`)} }`],
  ])("%s, %d", async (what, max, document) => {
    expect(await refusalOf(document(max))).toBeUndefined();
    expect(await refusalOf(document(max + 1))).toBe(
      `DOCUMENT_TOO_LARGE: The document has ${max + 1} ${what}, and may have ${max}: ask for less at once.`,
    );
  });

  test("variables, 50", async () => {
    const declared = (count: number) => `query (${times(count, (i) => `$v${i}: Boolean!`)}) { ...F } fragment F on Query { ${times(count, () => "__typename")} }`;
    expect(await refusalOf(declared(51))).toBe("DOCUMENT_TOO_LARGE: The document has 51 variables, and may have 50: ask for less at once.");
    expect(await refusalOf(declared(50))).not.toContain("variables, and");
  });

  test("values of variables, 5000, and their levels, 10", async () => {
    const listed = (count: number) => ({ unused: Array.from({ length: count - 2 }, () => 1) });
    expect(await refusalOf("{ __typename }", listed(5_000))).toBeUndefined();
    expect(await refusalOf("{ __typename }", listed(5_001))).toBe("DOCUMENT_TOO_LARGE: variables has 5001 values, and may have 5000: ask for less at once.");
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    expect(await refusalOf("{ __typename }", { unused: deep(9) })).toBeUndefined();
    expect(await refusalOf("{ __typename }", { unused: deep(10) })).toBe("DOCUMENT_TOO_LARGE: variables has 11 levels, and may have 10: ask for less at once.");
  });

  test("a fragment counts as often as it is spread: 2^7 times two fields are fine, 2^8 times are not", async () => {
    expect(await refusalOf(spread(7))).toBeUndefined();
    expect(await refusalOf(spread(8))).toContain("has 513 fields with its fragments");
  });

  // For each of four pages 51, then its rows, each with its fields and 1 for itself; 1 for `me`.
  const pagesOf = (field: string, fields: number): string =>
    `query ${field.includes("$n") ? "($n: Int)" : ""} { me { ${times(4, (i) => `a${i}: ${field} { nodes { ${"points ".repeat(fields)} } }`)} } }`;

  test.each(["journal(first: 100)", "journal(first: $n)"])("the cost of %s is that of a hundred rows", async (field) => {
    expect(await refusalOf(pagesOf(field, 48))).toBeUndefined();
    expect(await refusalOf(pagesOf(field, 49))).toBe(
      "DOCUMENT_TOO_LARGE: The document costs 20205, and may cost 20000: ask for smaller pages, or for less at once.",
    );
  });

  test.each(["journal", "journal(first: 50)", "journal(first: 10)"])("the cost of %s is less", async (field) =>
    expect(await refusalOf(pagesOf(field, 70))).toBeUndefined());

  test("one what-if fits and two do not, nor does a tenth state of the past", async () => {
    const whatIf = (i: number) => `w${i}: whatIf(since: "2026-02-01T00:00:00Z", parameters: { energyMax: 120 }) { users }`;
    expect(await refusalOf(`{ ${whatIf(0)} }`)).toBeUndefined();
    expect(await refusalOf(`{ ${whatIf(0)} ${whatIf(1)} }`)).toContain("DOCUMENT_TOO_LARGE: The document costs 22");
    // A page of less than nothing, which its field refuses later, makes nothing cheaper.
    expect(await refusalOf(`{ items(first: -1000) { nodes { title } } ${whatIf(0)} ${whatIf(1)} }`)).toContain("DOCUMENT_TOO_LARGE: The document costs 22");
    const past = (count: number) => `{ me { ${times(count, (i) => `s${i}: stateAt(at: "2026-03-01T00:00:00Z") { points }`)} } }`;
    expect(await refusalOf(past(9))).toBeUndefined();
    expect(await refusalOf(past(10))).toContain("DOCUMENT_TOO_LARGE: The document costs 20");
  });

  test("a document that passed passes again, and one that did not is refused again", async () => {
    for (const _again of [1, 2]) {
      expect(await refusalOf(points(298))).toBeUndefined();
      expect(await refusalOf(points(299))).toContain("DOCUMENT_TOO_LARGE");
    }
  });
});

describe("within the limits is", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  const shown = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

  test("every document of the README", async () => {
    expect(shown.length).toBeGreaterThan(8);
    for (const text of shown) {
      expect(parse(text).definitions.length).toBeGreaterThan(0);
      const { errors = [] } = await server.send("alice", text.replaceAll("…", "5e442c6a-13cd-8901-8a8a-a7239c75c0e0"));
      expect(errors.filter(({ extensions }) => /^(DOCUMENT_TOO_LARGE|INVALID_INPUT)$/.test(extensions?.code ?? ""))).toEqual([]);
    }
  });

  test("what GraphiQL asks for", async () => expect(await refusalOf(getIntrospectionQuery())).toBeUndefined());
});

describe("a page", () => {
  const numbers = async (args: string, variables?: Record<string, unknown>) =>
    server.send<{ me: { journal: { nodes: unknown[] } } }>("bob", `query ($n: Int) { me { journal${args} { nodes { sequenceNumber } } unused: rewards(first: $n) { title } } }`, variables);
  beforeAll(async () => {
    const { data } = await server.send<{ me: { userId: string } }>("bob", "{ me { userId } }");
    await server.send("bob", "mutation { checkIn(input: {}) { result { day } } }");
    const grant = `mutation ($user: UUID!, $a: UUID!, $b: UUID!, $c: UUID!, $d: UUID!, $e: UUID!) { ${["a", "b", "c", "d", "e"]
      .map((key) => `${key}: grantEffects(input: { userId: $user, gives: { points: "1" }, reason: "Again", idempotencyKey: $${key} }) { result { sequenceNumber } }`)
      .join(" ")} }`;
    const keys = () => Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key, crypto.randomUUID()]));
    for (let i = 0; i < 21; i++) await server.send(olga, grant, { user: data?.me.userId, ...keys() });
  });

  test.each([
    ["", 50],
    ["(first: null)", 50],
    ["(first: 0)", 0],
    ["(first: 1)", 1],
    ["(first: 100)", 100],
    ["(offset: 106)", 2],
    ["(offset: 10000)", 0],
  ])("journal%s has %d entries", async (args, count) => {
    const { data } = await numbers(args);
    expect(data?.me.journal.nodes).toHaveLength(count);
  });

  test.each([
    ["(first: 101)", "first is 101: it can be 0 to 100."],
    ["(first: 2147483647)", "first is 2147483647: it can be 0 to 100."],
    ["(first: -1)", "first is -1: it can be 0 to 100."],
    ["(offset: 10001)", "offset is 10001: it can be 0 to 10000."],
    ["(offset: -1)", "offset is -1: it can be 0 to 10000."],
    ['(after: "x")', "A place in a list is named by what an earlier answer has for it, as it was."],
  ])("journal%s is INVALID_INPUT", async (args, message) => {
    const { errors } = await numbers(args);
    expect(errors).toMatchObject([{ message, extensions: { code: "INVALID_INPUT" } }]);
  });

  test("as a variable has the same bounds, and null is the default", async () => {
    const ask = (n: number | null) => server.send("bob", "query ($n: Int) { me { journal(first: $n) { nodes { sequenceNumber } } } }", { n });
    for (const n of [101, -1]) expect(await ask(n)).toMatchObject({ errors: [{ extensions: { code: "INVALID_INPUT" } }] });
    expect((await ask(null)).data).toMatchObject({ me: { journal: { nodes: { length: 50 } } } });
  });

  test("is bounded on every field that has one", async () => {
    const paged = ["journal { totalCount }", "ownedRewards { totalCount }", "rewards { title }"].map((field) => `{ me { ${field} } }`);
    const ofAll = ["items { totalCount }", "rewards { totalCount }", "ruleVersions { totalCount }"].map((field) => `{ ${field} }`);
    for (const query of [...paged, ...ofAll]) {
      const tooMany = query.replace(/(\w+) (\{ (?:totalCount|title))/, "$1(first: 101) $2").replace("totalCount", "nodes { __typename }");
      expect(await refusalOf(tooMany)).toBe("INVALID_INPUT: first is 101: it can be 0 to 100.");
    }
  });
});

test("the server is a GraphQL server as the specification of GraphQL over HTTP has it", async () => {
  const results = await auditServer({ url: server.url });
  expect(results.length).toBeGreaterThan(50);
  expect(results.filter(({ status }) => status === "error")).toEqual([]);
});
