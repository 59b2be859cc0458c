// Takes a Date as YYYY-MM-DD and a Datetime as an instant with its offset, alone. PostgreSQL would take "now" and "infinity" too, by
// its own clock, drop the time and zone of an instant, and guess the zone of a time that has none.
import { Kind } from "postgraphile/graphql";
import { invalidInput } from "./strict_text.ts";

/** What is given out is as it was. */
export const PlainDatesPlugin: GraphileConfig.Plugin = {
  name: "PlainDatesPlugin",
  version: "1.0.0",
  schema: {
    hooks: {
      GraphQLScalarType(type, { inflection }) {
        const read = { [inflection.builtin("Date")]: readDate, [inflection.builtin("Datetime")]: readDatetime }[type.name];
        if (!read) return type;
        return {
          ...type,
          parseValue: read,
          parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
        };
      },
    },
  },
};

function readDate(value: unknown): string {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && isInCalendar(value)) return value;
  throw invalidInput("A day of the calendar is written as YYYY-MM-DD, such as 2026-03-01.");
}

function readDatetime(value: unknown): string {
  const [, day] = (typeof value === "string" && instant.exec(value)) || [];
  if (typeof value === "string" && day !== undefined && isInCalendar(day) && !Number.isNaN(Date.parse(value)))
    return value;
  throw invalidInput("An instant is written as YYYY-MM-DDThh:mm:ss and Z or an offset, such as 2026-03-01T12:00:00Z.");
}

const instant = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)$/;

function isInCalendar(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) && date.getUTCFullYear() > 0;
}
