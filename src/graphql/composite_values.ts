// Reads composite values from the row they came in. PostGraphile sends them back to PostgreSQL to be
// taken apart, for a mutation in another transaction after the commit, which could fail alone.
import type { PgCodec } from "postgraphile/@dataplan/pg";
import { getNullableType, GraphQLList, GraphQLNonNull, isListType } from "postgraphile/graphql";
import type { GraphQLNullableType, GraphQLOutputType } from "postgraphile/graphql";
import { access, each, type Step } from "postgraphile/grafast";

/** Gives each field of a row or composite a plan that stays within the statement that found it. */
export const CompositeValuesPlugin: GraphileConfig.Plugin = {
  name: "CompositeValuesPlugin",
  version: "1.0.0",
  schema: {
    hooks: {
      // A composite is then no longer one of the steps that a table's row is.
      GraphQLObjectType(type, _build, { scope: { pgCodec } }) {
        return pgCodec?.attributes ? { ...type, assertStep: null } : type;
      },
      GraphQLObjectType_fields_field(field, _build, { scope: { pgCodec, pgFieldAttribute } }) {
        const [name] = Object.entries(pgCodec?.attributes ?? {}).find(([, a]) => a === pgFieldAttribute) ?? [];
        if (!pgFieldAttribute || name === undefined) return field;
        const { codec } = pgFieldAttribute;
        const type = codec.arrayOfCodec ? listWithoutNulls(field.type) : field.type;
        return { ...field, type, plan: isListOfComposites(codec) ? listPlan(name) : valuePlan(name) };
      },
    },
  },
};

const valuePlan = (name: string) => ($record: Step) => attributeOf($record, name);
const listPlan = (name: string) => ($record: Step) => each(attributeOf($record, name), ($item) => $item);

// What is selected has a getter that makes it part of the statement; what is decoded is a plain object.
function attributeOf($record: Step & { get?: (name: string) => Step }, name: string): Step {
  return $record.get?.(name) ?? access($record, name);
}

// An array of ours never holds a null; PostgreSQL has no way to say so.
function listWithoutNulls(type: GraphQLOutputType): GraphQLOutputType {
  const list = getNullableType(type);
  if (!isListType(list)) return type;
  const item = getNullableType(list.ofType) as GraphQLNullableType & GraphQLOutputType;
  const full = new GraphQLList(new GraphQLNonNull(item));
  return type === list ? full : new GraphQLNonNull(full);
}

function isListOfComposites(codec: PgCodec): boolean {
  return codec.arrayOfCodec?.attributes !== undefined;
}
