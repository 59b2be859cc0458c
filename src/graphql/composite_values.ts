// Reads composite values from the row they came in. PostGraphile sends them back to PostgreSQL to be
// taken apart, for a mutation in another transaction after the commit, which could fail alone.
import { PgSelectSingleStep, type PgCodec, type PgCodecAttribute } from "postgraphile/@dataplan/pg";
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
        const value = ($record: Step): Step => attributeOf($record, name, pgFieldAttribute);
        const list = ($record: Step): Step => each(value($record), ($item) => $item);
        return { ...field, type, plan: isListOfComposites(codec) ? list : value };
      },
    },
  },
};

// A row's columns are selected, each once; what a composite holds has come with it.
function attributeOf($record: Step, name: string, { codec, notNull }: PgCodecAttribute): Step {
  if (!($record instanceof PgSelectSingleStep)) return access($record, name);
  // By get() a whole composite could become what says that there is a row, and be selected once more for that.
  const isScalar = !codec.attributes && !codec.arrayOfCodec;
  return isScalar ? $record.get(name) : $record.select((sql) => sql`${$record}.${sql.identifier(name)}`, codec, notNull);
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
