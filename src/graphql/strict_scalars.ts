// Takes numbers, ids and cursors as we give them out, alone. PostgreSQL would take 0x1F and 1_000 for a number, and find out in the middle
// of a command what is none.
import { Kind } from "postgraphile/graphql";
import { invalidInput } from "./strict_text.ts";

/** What is given out is as it was. */
export const StrictScalarsPlugin: GraphileConfig.Plugin = {
  name: "StrictScalarsPlugin",
  version: "1.0.0",
  schema: {
    hooks: {
      GraphQLScalarType(type, { inflection }) {
        const read = {
          [inflection.builtin("BigInt")]: readBigInt,
          [inflection.builtin("UUID")]: readUuid,
          [inflection.builtin("Cursor")]: readCursor,
        }[type.name];
        if (!read) return type;
        return {
          ...type,
          parseValue: read,
          parseLiteral: (node) => read(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
        };
      },
    },
  },
};

const bigIntMax = 2n ** 63n - 1n;
const bigIntMin = -(2n ** 63n);
const uuid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function readBigInt(value: unknown): string {
  const digits = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits === "string" && /^-?\d{1,19}$/.test(digits)) {
    const number = BigInt(digits);
    if (number >= bigIntMin && number <= bigIntMax) return String(number);
  }
  throw invalidInput("A whole number of 64 bits is written in decimal digits, such as 1500.");
}

function readUuid(value: unknown): string {
  if (typeof value === "string" && uuid.test(value)) return value;
  throw invalidInput("Such an id has 32 hexadecimal digits in five groups: 5f0c1e3a-8a5e-4a51-9d6b-3f1a2c4d5e6f.");
}

function readCursor(value: unknown): string {
  if (typeof value === "string" && isJson(Buffer.from(value, "base64").toString("utf8"))) return value;
  throw invalidInput("A place in a list is named by what an earlier answer has for it, as it was.");
}

function isJson(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

