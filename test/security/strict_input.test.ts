/** What is no value of its type, or no text that anybody could read, is refused as INVALID_INPUT wherever it stands, and has no effect. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, getNamedType, getNullableType, isEnumType, isInputObjectType, isLeafType, isListType } from "postgraphile/graphql";
import type { GraphQLField, GraphQLInputType } from "postgraphile/graphql";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import type { TestServer } from "../support/server.ts";

let database: TestDatabase;
let server: TestServer;
const olga = { operator: "olga" };
const atOnce = 8;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database);
  await database.setClock("2026-03-01T12:00:00Z");
  await server.send(olga, "mutation { checkIn(input: {}) { result { day } } }");
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const schema = buildSchema(readFileSync(join(import.meta.dirname, "../../src/graphql/schema.graphql"), "utf8"));
const uuid = "5e442c6a-13cd-8901-8a8a-a7239c75c0e0";
const good: Record<string, unknown> = {
  String: "a",
  UUID: uuid,
  BigInt: "1",
  Int: 1,
  Boolean: true,
  Date: "2026-03-01",
  Datetime: "2026-03-01T00:00:00Z",
  Cursor: null,
};
const unreadable = ["a\0b", "\ud800", "a\udc00", "\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\u0001", "\u001b[2J", "\u007f", "\u0085", "a\rb", "x".repeat(2_001)];
const bad: Record<string, unknown[]> = {
  String: [...unreadable, 7, true, {}],
  UUID: ["", "x", `${uuid}0`, `{${uuid}}`, `${uuid}\0`, 7],
  BigInt: ["", "1e3", "0x1F", "1_000", " 1", "1.5", "NaN", "infinity", "9223372036854775808", "-9223372036854775809", "9".repeat(1_000), 1.5, 2 ** 60, true],
  Int: [2_147_483_648, -2_147_483_649, 1.5, 1e300, "1", true],
  Date: ["infinity", "-infinity", "now", "today", "epoch", "2026-02-30", "2026-03-01\0", 20_260_301],
  Datetime: ["infinity", "-infinity", "now", "epoch", "2026-03-01", "2026-03-01T00:00:00", "2026-03-01T00:00:00Z\0"],
  Boolean: ["true", 1],
  Cursor: ["", "x", "\ud800", 7],
};
const badEnum = ["NOPE", "points", "POINTS\0", 7];

interface Leaf {
  field: string;
  query: string;
  path: string;
  values: unknown[];
  variables: (value: unknown) => Record<string, unknown>;
}

function sample(type: GraphQLInputType): unknown {
  const plain = getNullableType(type);
  if (isListType(plain)) return [sample(plain.ofType)];
  if (isEnumType(plain)) return plain.getValues()[0]?.name;
  if (!isInputObjectType(plain)) return good[String(plain)];
  return Object.fromEntries(Object.values(plain.getFields()).map((field) => [field.name, sample(field.type)]));
}

/** Every place for a scalar or enum in a type, with what makes a whole value around another one there. */
function placesIn(type: GraphQLInputType, path: string): { path: string; name: string; around: (value: unknown) => unknown }[] {
  const plain = getNullableType(type);
  if (isListType(plain)) return placesIn(plain.ofType, `${path}[]`).map((place) => ({ ...place, around: (value) => [place.around(value)] }));
  if (!isInputObjectType(plain)) return [{ path, name: String(plain), around: (value) => value }];
  return Object.values(plain.getFields()).flatMap((field) =>
    placesIn(field.type, `${path}.${field.name}`).map((place) => ({
      ...place,
      around: (value) => ({ ...(sample(plain) as object), [field.name]: place.around(value) }),
    })),
  );
}

function leavesOf(field: GraphQLField<unknown, unknown>, operation: string, within: (text: string) => string): Leaf[] {
  const selection = isLeafType(getNamedType(field.type)) ? "" : "{ __typename }";
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(", ");
  const query = `${operation} (${declared}) { ${within(`${field.name}(${given}) ${selection}`)} }`;
  const samples = Object.fromEntries(field.args.map(({ name, type }) => [name, sample(type)]));
  return field.args.flatMap((arg) =>
    placesIn(arg.type, arg.name).map(({ path, name, around }) => {
      const others = (bad[name] ?? badEnum).concat(name === "String" && !path.endsWith("description") ? ["a\nb", "a\tb", "a\u2028b"] : []);
      return { field: field.name, query, path, values: others, variables: (value) => ({ ...samples, [arg.name]: around(value) }) };
    }),
  );
}

const fieldsOf = (type: string): GraphQLField<unknown, unknown>[] => {
  const found = schema.getType(type);
  return found && "getFields" in found ? (Object.values(found.getFields()) as GraphQLField<unknown, unknown>[]).filter(({ args }) => args.length > 0) : [];
};
const leaves = [
  ...fieldsOf("Mutation").flatMap((field) => leavesOf(field, "mutation", (text) => text)),
  ...fieldsOf("Query").flatMap((field) => leavesOf(field, "query", (text) => text)),
  ...fieldsOf("Me").flatMap((field) => leavesOf(field, "query", (text) => `me { ${text} }`)),
];

const fingerprint = async (): Promise<string | undefined> => (await database.query<{ all: string }>('select test.fingerprint() as "all"'))[0]?.all;

test("every argument refuses what is not of its type, without an effect", async () => {
  expect(leaves.length).toBeGreaterThan(80);
  const before = await fingerprint();
  const cases = leaves.flatMap((leaf) => leaf.values.map((value) => ({ ...leaf, value })));
  const wrong: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = cases.pop(); next; next = cases.pop()) {
      const { errors } = await server.send(olga, next.query, next.variables(next.value));
      const codes = errors?.map(({ extensions }) => extensions?.code);
      if (!codes?.length || codes.some((code) => code !== "INVALID_INPUT")) wrong.push([next.field, next.path, next.value, codes, errors?.[0]?.message]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect(wrong).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

describe("a text within the document is", () => {
  const claim = (text: string): string => `mutation { claimReward(input: { rewardId: "${text}" }) { result { alreadyClaimed } } }`;
  test.each([
    ["INVALID_INPUT", "an escaped NUL", claim("a\\u0000b")],
    ["INVALID_INPUT", "a mark of direction", claim("a\u202eb")],
    ["INVALID_INPUT", "an escaped line break", claim("a\\nb")],
    ["INVALID_INPUT", "a text in lines", 'mutation { claimReward(input: { rewardId: """a\nb""" }) { result { alreadyClaimed } } }'],
    ["INVALID_INPUT", "too long a text", claim("x".repeat(2_001))],
    ["INVALID_INPUT", "a variable's default", 'mutation ($r: String! = "\u202e") { claimReward(input: { rewardId: $r }) { result { alreadyClaimed } } }'],
    ["INVALID_DOCUMENT", "half a character", claim("\\ud800")],
  ])("%s: %s", async (code, _what, query) => {
    const before = await fingerprint();
    expect(await server.send(olga, query)).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(await fingerprint()).toBe(before);
  });

  test("fine with any letter of any language, and a description may have lines", async () => {
    const description = "Erste Zeile\nzweite\tZeile 🇩🇪 👩‍👩‍👧 日本 עברית عربي";
    const save = `mutation ($text: String!) { saveItem(input: { item: { itemId: "flag", title: "🇩🇪 عربي", description: $text, pricePoints: "5", gives: { energy: 1 } } }) {
      result { title description } } }`;
    expect(await server.send(olga, save, { text: description })).toMatchObject({ data: { saveItem: { result: { title: "🇩🇪 عربي", description } } } });
    const whole = "mutation ($item: ItemInput!) { saveItem(input: { item: $item }) { result { description } } }";
    const item = { itemId: "flag", title: "Flag", description, pricePoints: "5", gives: { energy: 1 } };
    expect(await server.send(olga, whole, { item })).toMatchObject({ data: { saveItem: { result: { description } } } });
    const asTitle = save.replace('title: "🇩🇪 عربي"', "title: $text");
    expect(await server.send(olga, asTitle, { text: description })).toMatchObject({ errors: [{ extensions: { code: "INVALID_INPUT" } }] });
  });
});

describe("UNKNOWN_ZONE, though PostgreSQL would take most of them, is", () => {
  test.each(["UTC+3", "<ABC>-3", "europe/london", "posix/Europe/Berlin", "right/UTC", "localtime", "posixrules", "EST5EDT,M3.2.0,M11.1.0", "+03", "Europe/Berlin ", ""])(
    "%j",
    async (zone) => {
      const before = await fingerprint();
      for (const [mutation, result] of [["bootstrap(input: { zone: $zone })", "state { zone }"], ["updateSettings(input: { zone: $zone })", "result { state { zone } }"],
        ['createTestUser(input: { subject: "zoe", zone: $zone })', "result { userId }"]])
        expect(await server.send(olga, `mutation ($zone: String) { ${mutation} { ${result} } }`, { zone })).toMatchObject({ errors: [{ extensions: { code: "UNKNOWN_ZONE" } }] });
      expect(await fingerprint()).toBe(before);
    },
  );
});
