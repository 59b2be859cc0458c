// Every field of the API, asked by everybody: who gets an answer, whose it is, and that nothing of another user's is ever in it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { buildSchema, isObjectType, isRequiredArgument } from "postgraphile/graphql";
import { projectDir } from "../../src/config.ts";
import { graphqlSchemaFile } from "../../src/graphql/export_schema.ts";
import { expectFile } from "../support/expected_file.ts";
import type { Caller, GraphqlAnswer } from "../support/server.ts";
import { calls, namesNobody, namesSomebody } from "./calls.ts";
import type { Names } from "./calls.ts";
import { marksIn, rowsOf } from "./marks.ts";
import { argumentNames, namesIn, rootFields, variablesOf, walk, withVariables } from "./selections.ts";
import type { RootField } from "./selections.ts";
import { createTwoUsers, expiredToken, operator } from "./two_users.ts";
import type { TwoUsers, User } from "./two_users.ts";

type Answer = GraphqlAnswer<Record<string, unknown>>;
type Who = "anonymous" | "expired" | "alice" | "bob" | "olga";

/** What whoever is signed out may see. */
const open = new Set(["Query.items"]);

const schema = buildSchema(readFileSync(join(projectDir, graphqlSchemaFile), "utf8"));
const fields = rootFields(schema);
const objectTypes = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith("__")).filter(isObjectType);

let world: TwoUsers;
let expired: string;
let bobsNames: Names;
let bobsRows: string[];
/** By field: the idempotency key with which bob has called it. */
const bobsKeys = new Map<string, string>();
let marks: Record<"alice" | "bob", string[]>;
const callers: Record<Who, Caller | undefined> = { anonymous: null, expired: undefined, alice: "alice", bob: "bob", olga: operator };
const everybody = Object.keys(callers) as Who[];
const answers = new Map<string, Record<Who, Answer[]>>();
const withBobs = new Map<string, Record<string, Answer[]>>();

/** Everything is asked once, in order, by everybody; the tests then look at what came. */
beforeAll(async () => {
  world = await createTwoUsers();
  const { database, alice, bob } = world;
  expired = await expiredToken(bob.name);
  const before = { alice: await rowsOf(database, alice.userId), bob: await rowsOf(database, bob.userId) };
  marks = { alice: marksIn(before.alice, before.bob), bob: marksIn(before.bob, before.alice) };
  for (const { coordinate, documents } of fields) {
    const answer: Partial<Record<Who, Answer[]>> = {};
    for (const who of everybody) {
      const names = who === "bob" ? namesOf(bob, "bob") : namesOf(alice, who === "olga" ? "olga" : "alice");
      answer[who] = await askAll(who, documents, names);
      if (who === "bob") bobsKeys.set(coordinate, names.KEY);
    }
    answers.set(coordinate, answer as Record<Who, Answer[]>);
  }
  // Then alice and others who are not bob put bob's names wherever a name goes.
  bobsRows = await rowsOf(database, bob.userId);
  bobsNames = { USER: bob.userId, KEY: bob.key, ENTRY: bob.sequenceNumber, CURSOR: bob.cursor, SUBJECT: "bob" };
  for (const field of fields.filter((one) => namesIn(one).length > 0)) {
    const answer: Record<string, Answer[]> = {};
    const names = { ...bobsNames, KEY: bobsKeys.get(field.coordinate) ?? bob.key };
    // With a key that bob has used a command would be a repeat, which changes nothing; so also with a new one, and with an entry that nobody has asked for.
    const unused = { ...bobsNames, KEY: randomUUID(), ENTRY: "2" };
    for (const who of ["anonymous", "expired", "alice"] as const)
      answer[who] = [...(await askAll(who, field.documents, names)), ...(await askAll(who, field.documents, unused))];
    withBobs.set(field.coordinate, answer);
  }
});

afterAll(async () => world.end());

async function askAll(who: Who, documents: string[], names: Names): Promise<Answer[]> {
  const all: Answer[] = [];
  for (const document of documents) all.push(await ask(who, withVariables(document), variablesOf(document, names)));
  return all;
}

async function ask(who: Who, query: string, variables: Record<string, unknown>): Promise<Answer> {
  const caller = callers[who];
  if (caller !== undefined) return world.server.send(caller, query, variables);
  const headers = { "content-type": "application/json", authorization: `Bearer ${expired}` };
  const response = await fetch(world.server.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return { status: response.status, ...((await response.json()) as object) };
}

function namesOf({ userId, sequenceNumber, cursor }: User, SUBJECT: string): Names {
  return { USER: userId, KEY: randomUUID(), ENTRY: sequenceNumber, CURSOR: cursor, SUBJECT };
}

/** Whose something is, by whose name and data is in the answers. */
function inWords({ field }: RootField, of: Answer[]): string {
  const codes = of.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions?.code ?? "NO CODE");
  const text = JSON.stringify(of.map(({ data }) => data));
  const owners = Object.entries(marks).flatMap(([name, those]) => (those.some((mark) => text.includes(mark)) ? [name] : []));
  const hasData = of.some(({ data }) => data?.[field.name] !== null && data?.[field.name] !== undefined);
  const data = hasData ? `data${owners.map((name) => ` of ${name}`).join(" and")}` : codes.length > 0 ? "" : "null";
  return [...new Set([data, ...codes])].filter(Boolean).join(" ");
}

function answersTo(who: Who): [coordinate: string, answers: Answer[]][] {
  return [...answers].map(([coordinate, answer]) => [coordinate, answer[who]]);
}

test("each argument is known to name somebody or nobody, and a name is tried where one goes", () => {
  const wrong: string[] = [];
  const all = objectTypes.flatMap((type) => Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field })));
  for (const { coordinate, field } of all) {
    const call = calls[coordinate];
    if (call === undefined && field.args.some(isRequiredArgument)) wrong.push(`${coordinate} is not in calls.ts`);
    for (const name of argumentNames(field)) {
      const somebody = namesSomebody[name];
      if (somebody === undefined && !namesNobody.has(name)) wrong.push(`${coordinate}: does ${name} name somebody, or nobody?`);
      if (somebody !== undefined && name !== "after" && call?.includes(`$${somebody}`) !== true) wrong.push(`${coordinate} is not called with $${somebody}`);
    }
  }
  const existing = new Set(all.map(({ coordinate }) => coordinate));
  wrong.push(...Object.keys(calls).filter((coordinate) => !existing.has(coordinate)));
  expect(wrong).toEqual([]);
});

test("who gets what of each field is as it was reviewed", () => {
  const gets = new Map<string, Set<Who>>();
  for (const type of objectTypes)
    for (const field of Object.values(type.getFields())) gets.set(`${type.name}.${field.name}`, new Set());
  const lines: string[] = ["# Each root field, by who asks. `data of bob`: something in it is bob's alone. See fields.test.ts."];
  for (const root of fields) {
    const answer = answers.get(root.coordinate);
    lines.push(`${root.coordinate}: ${everybody.map((who) => `${who} ${inWords(root, answer?.[who] ?? [])}`).join(" | ")}`);
    const [rootType = ""] = root.coordinate.split(".");
    for (const who of everybody)
      for (const { data } of answer?.[who] ?? [])
        walk(schema.getType(rootType) as Parameters<typeof walk>[0], data, (coordinate, hasValue) => {
          if (hasValue) gets.get(coordinate)?.add(who);
        });
  }
  lines.push("", "# The same by who is not bob and puts bob's ids, keys and cursors wherever one goes.");
  for (const root of fields.filter(({ coordinate }) => withBobs.has(coordinate)))
    lines.push(`${root.coordinate}: ${Object.entries(withBobs.get(root.coordinate) ?? {}).map(([who, of]) => `${who} ${inWords(root, of)}`).join(" | ")}`);
  lines.push("", "# Who was given a value of each field, wherever it stands. Nobody: it was null or an empty list in every answer.");
  for (const [coordinate, who] of gets)
    if (!/^(Query|Mutation)\./.test(coordinate)) lines.push(`${coordinate}: ${everybody.filter((name) => who.has(name)).join(", ") || "nobody"}`);
  expectFile(join(import.meta.dirname, "fields.txt"), `${lines.join("\n")}\n`);
});

test("whoever has an expired token is signed out, whatever it says of bob", () => {
  for (const [coordinate, of] of [...answersTo("expired"), ...[...withBobs].map(([name, { expired: one = [] }]) => [name, one] as const)])
    for (const { status, data, errors } of of)
      expect([coordinate, status, data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([coordinate, 401, undefined, ["SIGNED_OUT"]]);
});

test("nobody meets a failure that nobody foresaw, such as a privilege that a field forgot", () => {
  const all = [...answers, ...withBobs].flatMap(([coordinate, answer]) => Object.entries(answer).map(([who, of]) => `${coordinate} ${who} ${JSON.stringify(of)}`));
  expect(all.filter((line) => /INTERNAL|NO CODE|INVALID_DOCUMENT|INVALID_INPUT/.test(line))).toEqual([]);
});

test("whoever is signed out gets nothing but what is open", () => {
  const given = answersTo("anonymous").filter(([coordinate, of]) => of.some(({ data }) => Object.values(data ?? {}).some((value) => value !== null)) && !open.has(coordinate));
  expect(given.map(([coordinate]) => coordinate)).toEqual([]);
});

test("what is documented as an operator's is refused to everybody else, and to nobody else is anything refused so", () => {
  for (const { coordinate, field } of fields) {
    const isOperators = /NOT_AN_OPERATOR/.test(field.description ?? "");
    for (const who of ["alice", "bob"] as const) {
      const codes = answers.get(coordinate)?.[who].flatMap(({ errors }) => errors?.map(({ extensions }) => extensions?.code) ?? []);
      expect([coordinate, who, codes?.includes("NOT_AN_OPERATOR")]).toEqual([coordinate, who, isOperators]);
    }
    const refused = JSON.stringify(answers.get(coordinate)?.olga).includes("NOT_AN_OPERATOR");
    expect([coordinate, refused]).toEqual([coordinate, false]);
  }
});

test("no answer to anybody else has anything of a user's in it", () => {
  const leaks: string[] = [];
  const look = (coordinate: string, who: string, of: unknown, secrets: string[]): void => {
    const text = JSON.stringify(of);
    leaks.push(...secrets.filter((mark) => text.includes(mark)).map((mark) => `${coordinate} told ${who}: ${mark}`));
  };
  for (const [coordinate, answer] of answers) {
    look(coordinate, "anonymous", answer.anonymous, [...marks.alice, ...marks.bob]);
    look(coordinate, "alice", answer.alice, marks.bob);
    look(coordinate, "bob", answer.bob, marks.alice);
  }
  // What was sent may come back: an idempotency key is alice's own, whoever else has the same.
  const sent = new Set([...Object.values(bobsNames), ...bobsKeys.values()]);
  for (const [coordinate, answer] of withBobs) look(coordinate, "alice, who names bob,", answer, marks.bob.filter((mark) => !sent.has(mark)));
  expect(leaks).toEqual([]);
});

test("and such things there are: each user is told them, and an operator", () => {
  for (const [name, { userId }] of Object.entries({ alice: world.alice, bob: world.bob })) {
    const who = name as "alice" | "bob";
    const told = JSON.stringify(answersTo(who));
    const texts = marks[who].filter((mark) => /reason|\/|^\d{7}$/.test(mark));
    expect(marks[who].length).toBeGreaterThan(15);
    expect(marks[who]).toContain(userId);
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.filter((mark) => !told.includes(mark))).toEqual([]);
  }
  expect(JSON.stringify(answersTo("olga"))).toContain("Alice's own reason");
});

test("whoever names bob's changes nothing of bob's", async () => {
  expect(bobsRows.length).toBeGreaterThan(20);
  expect(await rowsOf(world.database, world.bob.userId)).toEqual(bobsRows);
});
