// What a document may ask for. Planning and validation happen in Node's one thread, where no timeout reaches: what passes here must be
// planned, run and written out in a tenth of a second (test/security/hostile.test.ts).
import type { FieldNode, GraphQLField, GraphQLOutputType } from "postgraphile/graphql";
import { getNullableType, isListType, Kind } from "postgraphile/graphql";

/** What the text may have; each is told to the client in these words when there is more of it. */
export const textLimits = { characters: 20_000, tokens: 4_000, "brackets within brackets": 30 } as const;

/** What a document may have in all. */
export const documentLimits = { definitions: 50, variables: 50, directives: 30, "values in arguments": 2_000 } as const;

/**
 * What one operation may have after its fragments are put in. Calls are the fields that take arguments: planning one takes as long as
 * planning a hundred others. The cost is of all values that the answer may have, and of the work behind the calls.
 */
export const operationLimits = { fields: 300, calls: 10, aliases: 30, levels: 15, cost: 20_000 } as const;

/** How many fields an operation may have at its root; each mutation is a transaction of its own. */
export const rootFieldLimits = { query: 10, mutation: 5, subscription: 1 } as const;

/** What the variables may have. */
export const variableLimits = { values: 5_000, levels: 10 } as const;

/** How many characters any one text may have, wherever it stands. */
export const textCharactersMax = 2_000;

/** Lists with `first`: how many a connection reads when nobody says, how many at most, and from how far in. */
export const pages = { default: 50, max: 100, offsetMax: 10_000 } as const;

// A field that is a call to the database costs so much before its values are counted; one that asks for much work, more.
const callCost = 50;
const priceOf: Readonly<Record<string, number>> = {
  "Query.whatIf": 11_000,
  "Query.previewAmnesty": 5_000,
  "Query.__schema": 5_000,
  "Query.__type": 1_000,
  "Me.stateAt": 2_000,
  "Me.explainBalance": 1_000,
  "Me.explainStreak": 1_000,
};
// Lists that have no pages, by how long they can be; others are short.
const lengthOf: Readonly<Record<string, number>> = {
  "Me.calendar": 100,
  "StreakExplanation.days": 100,
  "BalanceExplanation.entries": 100,
};
const shortListLength = 5;

/** What a field costs by itself, whether it is a call, and how often what is selected in it counts. Of a field that the schema does not have, parent and field are undefined. */
export function costOf(
  node: FieldNode,
  parentName: string | undefined,
  field: GraphQLField<unknown, unknown> | undefined,
): { own: number; calls: number; times: number } {
  const coordinate = `${parentName}.${node.name.value}`;
  if (!field) return { own: priceOf[coordinate] ?? 1, times: 1, calls: 0 };
  const calls = field.args.length > 0 ? 1 : 0;
  const own = priceOf[coordinate] ?? 1 + calls * callCost;
  const isPaged = field.args.some(({ name }) => name === "first");
  return { own, calls, times: isPaged ? pageSizeOf(node, field.type) : lengthFor(coordinate, field.type) };
}

// A variable is taken for the most that it can be, so that a document costs the same whatever its variables.
function pageSizeOf(node: FieldNode, type: GraphQLOutputType): number {
  const value = node.arguments?.find(({ name }) => name.value === "first")?.value;
  if (!value || value.kind === Kind.NULL) return isListType(getNullableType(type)) ? pages.max : pages.default;
  return value.kind === Kind.INT ? Math.min(Math.max(Number(value.value), 0), pages.max) : pages.max;
}

function lengthFor(coordinate: string, type: GraphQLOutputType): number {
  const isOfConnection = /Connection\.(nodes|edges)$/.test(coordinate); // whose page size is counted
  if (!isListType(getNullableType(type)) || isOfConnection) return 1;
  return lengthOf[coordinate] ?? shortListLength;
}
