// Documents that ask for every field of everything that can be reached, made from the schema: a new field is in them without anybody thinking of it.
import { getNamedType, isLeafType, isInputObjectType, isListType, isNonNullType, isObjectType } from "postgraphile/graphql";
import type { GraphQLField, GraphQLInputType, GraphQLOutputType, GraphQLSchema } from "postgraphile/graphql";
import { calls, namesSomebody } from "./calls.ts";
import type { Names } from "./calls.ts";

export interface RootField {
  /** Such as Query.me. */
  coordinate: string;
  field: GraphQLField<unknown, unknown>;
  /** With $USER, $KEY and so on in place of names. */
  documents: string[];
}

/** All fields of Query and Mutation, in the order in which they are to be called. */
export function rootFields(schema: GraphQLSchema): RootField[] {
  const order = Object.keys(calls);
  const all = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ coordinate: `${type?.name}.${field.name}`, field })),
  );
  return all
    .toSorted((a, b) => order.indexOf(a.coordinate) - order.indexOf(b.coordinate))
    .map(({ coordinate, field }) => ({ coordinate, field, documents: documentsOf(coordinate, field) }));
}

// A query is asked in parts, so that each is of a size that any limit allows.
function documentsOf(coordinate: string, field: GraphQLField<unknown, unknown>): string[] {
  const type = getNamedType(field.type);
  const call = `${field.name}${argumentsOf(coordinate)}`;
  if (coordinate.startsWith("Mutation.")) return [`mutation { ${call} ${selection(field.type, [])} }`];
  if (!isObjectType(type)) return [`{ ${call} }`];
  const [leaves, objects] = [true, false].map((isLeaf) =>
    Object.values(type.getFields()).filter((part) => isLeafType(getNamedType(part.type)) === isLeaf),
  );
  const parts = [...(leaves?.length ? [leaves] : []), ...(objects ?? []).map((part) => [part])];
  return parts.map((fields) => `{ ${call} { ${fields.map((part) => asked(type.name, part, [type.name])).join(" ")} } }`);
}

function selection(type: GraphQLOutputType, path: string[]): string {
  const named = getNamedType(type);
  if (!isObjectType(named) || path.includes(named.name)) return "";
  return `{ ${Object.values(named.getFields()).map((field) => asked(named.name, field, [...path, named.name])).join(" ")} }`;
}

function asked(type: string, field: GraphQLField<unknown, unknown>, path: string[]): string {
  return `${field.name}${argumentsOf(`${type}.${field.name}`)} ${selection(field.type, path)}`;
}

function argumentsOf(coordinate: string): string {
  const text = calls[coordinate];
  return text === undefined ? "" : `(${text})`;
}

/** Every argument and field of an input within a field's arguments, by name. */
export function argumentNames(field: GraphQLField<unknown, unknown>): Set<string> {
  const names = new Set<string>();
  const visit = (name: string, type: GraphQLInputType): void => {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) names.add(name);
    else for (const part of Object.values(named.getFields())) visit(part.name, part.type);
  };
  for (const { name, type } of field.args) visit(name, type);
  return names;
}

const nameTypes: Record<keyof Names, string> = { USER: "UUID!", KEY: "UUID!", ENTRY: "BigInt!", CURSOR: "Cursor", SUBJECT: "String!" };

/** The document with its names as variables, so that the server plans it once for everybody. */
export function withVariables(document: string): string {
  const used = Object.entries(nameTypes).filter(([name]) => document.includes(`$${name}`));
  const declared = used.length > 0 ? `(${used.map(([name, type]) => `$${name}: ${type}`).join(", ")})` : "";
  return document.startsWith("mutation") ? document.replace("mutation", `mutation ${declared}`) : `query ${declared} ${document}`;
}

/** Those of the names that a document takes. */
export function variablesOf(document: string, names: Names): Partial<Names> {
  return Object.fromEntries(Object.entries(names).filter(([name]) => document.includes(`$${name}`)));
}

/** What names somebody in a field's arguments, and the fields below it that can be reached. */
export function namesIn({ documents }: RootField): string[] {
  return Object.values(namesSomebody).filter((name) => documents.some((document) => document.includes(`$${name}`)));
}

/** Tells of each field of an answer by its coordinate: whether a value was there. */
export function walk(type: GraphQLOutputType, value: unknown, tell: (coordinate: string, hasValue: boolean) => void): void {
  if (isNonNullType(type)) return walk(type.ofType, value, tell);
  if (value === null || value === undefined) return;
  if (isListType(type)) {
    for (const item of value as unknown[]) walk(type.ofType, item, tell);
    return;
  }
  if (!isObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    const part = (value as Record<string, unknown>)[field.name];
    if (part === undefined) continue;
    tell(`${type.name}.${field.name}`, part !== null && !(Array.isArray(part) && part.length === 0));
    walk(field.type, part, tell);
  }
}
