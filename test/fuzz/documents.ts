/** Documents over the schema: those that fit with all kinds of values in them, and those that something has gnawed at. */
import fc from "fast-check";
import { getNamedType, isCompositeType, isObjectType } from "graphql";
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from "graphql";
import { anything, valueOf } from "./values.ts";
import type { Json } from "./values.ts";

export interface Payload {
  query: Json;
  variables?: Json;
  operationName?: Json;
}

interface Selection {
  text: string;
  variables: Record<string, { type: string; value: Json }>;
}

const depthMax = 5;

/** What a client posts to /graphql. */
export function payloads(schema: GraphQLSchema): fc.Arbitrary<Payload> {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type !== undefined && type !== null);
  const fitting = fc.oneof(...roots.map((root) => operationOf(root, root === schema.getMutationType() ? "mutation" : "query")));
  const bites = fc.array(fc.tuple(fc.nat(2000), fc.nat(20), fc.oneof(fc.string({ unit: "binary", maxLength: 5 }), fc.constantFrom(...tokens))), { minLength: 1, maxLength: 4 });
  const gnawed = fc.tuple(fitting, bites).map(([payload, all]) => ({ ...payload, query: all.reduce(bitten, payload.query) }));
  const wild = fc.record({ query: fc.oneof(anything, fc.constantFrom(...odd)), variables: anything, operationName: anything }, { requiredKeys: [] });
  return fc.oneof({ weight: 10, arbitrary: fitting }, { weight: 3, arbitrary: gnawed }, { weight: 2, arbitrary: wild as fc.Arbitrary<Payload> });
}

const tokens = ["{", "}", "(", ")", "...", "@include(if: true)", "@skip(if: $x)", "fragment F on Me { userId }", "...F", "$", ":", "!", '"""', "#", "query", "mutation", "subscription", "null", "\u{feff}"];
const odd = ["", "{", "{}", "{ me }", "{ me { nope } }", "{ __schema { types { name } } }", '{ __type(name: "users") { name } }', "subscription { x }", "query A { me { userId } } query B { me { userId } }", "fragment F on Query { ...F } { ...F }", "{ me { state { pointz } } }", "mutation { dropTable }", "{ user(userId: \"x\") { state { points } } }", `{ ${"a".repeat(500)} }`];

function bitten(text: string, [place, length, by]: [number, number, string]): string {
  const at = place % (text.length + 1);
  return text.slice(0, at) + by + text.slice(at + length);
}

function operationOf(root: GraphQLObjectType, kind: string): fc.Arbitrary<Payload & { query: string }> {
  return selectionOf(root, 0, "v").map(({ text, variables }) => {
    const declared = Object.entries(variables).map(([name, { type }]) => `$${name}: ${type}`);
    return {
      query: `${kind} Fuzz${declared.length > 0 ? `(${declared.join(", ")})` : ""} ${text}`,
      variables: Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value])),
    };
  });
}

function selectionOf(type: GraphQLObjectType, depth: number, path: string): fc.Arbitrary<Selection> {
  const fields = Object.values(type.getFields()).filter((field) => depth < depthMax || !isCompositeType(getNamedType(field.type)));
  if (fields.length === 0) return fc.constant({ text: "{ __typename }", variables: {} });
  return fc
    .subarray(fields, { minLength: 1, maxLength: Math.min(fields.length, depth === 0 ? 2 : 6) })
    .chain((chosen) => fc.tuple(...chosen.map((field, n) => fieldOf(field, depth, `${path}${n}`))))
    .map((selections) => ({ text: `{ ${selections.map(({ text }) => text).join(" ")} }`, variables: Object.assign({}, ...selections.map(({ variables }) => variables)) as Selection["variables"] }));
}

/** Each argument as a variable or as a literal, or left out. */
function fieldOf(field: GraphQLField<unknown, unknown>, depth: number, path: string): fc.Arbitrary<Selection> {
  const named = getNamedType(field.type);
  const below = isObjectType(named) ? selectionOf(named, depth + 1, path) : fc.constant({ text: "", variables: {} });
  const given = field.args.map((arg) => fc.tuple(valueOf(arg.type), fc.constantFrom("variable", "literal", "literal", "none")));
  return fc.tuple(below, ...given).map(([selection, ...values]) => {
    const variables: Selection["variables"] = { ...selection.variables };
    const args = field.args.flatMap((arg, n) => {
      const [value, way] = values[n] as [Json, string];
      if (way === "none" && !String(arg.type).endsWith("!")) return [];
      if (way !== "variable") return [`${arg.name}: ${literal(value)}`];
      variables[`${path}_${arg.name}`] = { type: String(arg.type), value };
      return [`${arg.name}: $${path}_${arg.name}`];
    });
    return { text: `${field.name}${args.length > 0 ? `(${args.join(", ")})` : ""} ${selection.text}`, variables };
  });
}

function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return typeof value === "string" && /^[A-Z_]{3,}$/.test(value) ? value : JSON.stringify(value);
  return `{ ${Object.entries(value).map(([name, held]) => `${/^\w+$/.test(name) ? name : "x"}: ${literal(held)}`).join(", ")} }`;
}
