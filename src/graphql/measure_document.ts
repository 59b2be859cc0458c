// Counts what a parsed document asks for, in time linear in the document: each fragment is counted once, however often it is spread.
// graphql-armor's rules take a page size in a variable for 1, know no default page, and count a fragment by where it is spread first.
import type { DocumentNode, GraphQLNamedType, GraphQLSchema, SelectionSetNode } from "postgraphile/graphql";
import { getNamedType, isInterfaceType, isObjectType, Kind } from "postgraphile/graphql";
import { costOf } from "./document_limits.ts";

export interface Operation {
  readonly type: "query" | "mutation" | "subscription";
  readonly rootFields: number;
  readonly fields: number;
  readonly calls: number;
  readonly aliases: number;
  readonly levels: number;
  readonly cost: number;
}

type Selected = Omit<Operation, "type">;

const nothing: Selected = { rootFields: 0, fields: 0, calls: 0, aliases: 0, levels: 0, cost: 0 };

/**
 * Measures each operation with its fragments put in, and each fragment as it stands.
 * @returns the measures; undefined when fragments go round in a circle, which validation says better
 */
export function measureOperations(document: DocumentNode, schema: GraphQLSchema): Operation[] | undefined {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const known = new Map<string, Selected | "open">();
  let isCircle = false;

  function ofFragment(name: string): Selected {
    const found = known.get(name);
    if (found === "open") isCircle = true;
    if (found) return found === "open" ? nothing : found;
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    known.set(name, "open");
    const selected = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    known.set(name, selected);
    return selected;
  }

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType | undefined): Selected {
    return set.selections.map((node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value);
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const type = node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent;
        const inner = ofSelections(node.selectionSet, type);
        return { ...inner, levels: inner.levels + 1 };
      }
      const hasFields = isObjectType(parent) || isInterfaceType(parent);
      const field = hasFields ? parent.getFields()[node.name.value] : undefined;
      const { own, times, calls } = costOf(node, parent?.name, field);
      const inner = node.selectionSet ? ofSelections(node.selectionSet, field && getNamedType(field.type)) : nothing;
      return {
        rootFields: 1,
        fields: inner.fields + 1,
        calls: inner.calls + calls,
        aliases: inner.aliases + (node.alias ? 1 : 0),
        levels: inner.levels + 1,
        cost: own + times * inner.cost,
      };
    }).reduce(added, nothing);
  }

  const operations = document.definitions.flatMap((definition): Operation[] => {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      return [{ type: "query", ...ofFragment(definition.name.value), rootFields: 0 }];
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const root = schema.getRootType(definition.operation) ?? undefined;
    return [{ type: definition.operation, ...ofSelections(definition.selectionSet, root) }];
  });
  return isCircle ? undefined : operations;
}

function added(a: Selected, b: Selected): Selected {
  return {
    rootFields: a.rootFields + b.rootFields,
    fields: a.fields + b.fields,
    calls: a.calls + b.calls,
    aliases: a.aliases + b.aliases,
    levels: Math.max(a.levels, b.levels),
    cost: a.cost + b.cost,
  };
}
