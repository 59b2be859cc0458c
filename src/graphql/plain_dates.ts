// Takes a Date as YYYY-MM-DD alone. PostgreSQL would take "now" too, by its own clock, and drop the time and zone of an instant.
import { GraphQLError, Kind } from "postgraphile/graphql";

/** What is given out is as it was. */
export const PlainDatesPlugin: GraphileConfig.Plugin = {
  name: "PlainDatesPlugin",
  version: "1.0.0",
  schema: {
    hooks: {
      GraphQLScalarType(type, { inflection }) {
        if (type.name !== inflection.builtin("Date")) return type;
        return {
          ...type,
          parseValue: readDate,
          parseLiteral: (node) => readDate(node.kind === Kind.STRING ? node.value : undefined),
        };
      },
    },
  },
};

function readDate(value: unknown): string {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && isInCalendar(value)) return value;
  throw new GraphQLError("A Date is a day of the calendar as YYYY-MM-DD, such as 2026-03-01.", {
    extensions: { code: "INVALID_INPUT" },
  });
}

function isInCalendar(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) && date.getUTCFullYear() > 0;
}
