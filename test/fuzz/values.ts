/** Values as nobody should send them, and some as they should be, for each type of the schema. */
import fc from "fast-check";
import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType } from "graphql";
import type { GraphQLInputType } from "graphql";

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const strange = [
  "", " ", "\0", "a\0b", "\u{d800}", "x\u{dfff}y", "\u{202e}moc", "\u{2066}", "\u{200f}", "\u{feff}", "\u{0085}", "\u{001b}[31m", "\r\n",
  "e\u{301}".repeat(50), "👩‍👩‍👧‍👦", "ﷺ".repeat(100), "İ", "x".repeat(10_000), "/".repeat(3_000),
  "'", "''", "\\", "\\'", "'; drop table app_private.users; --", "' or 1=1 --", "$$", "$1", "%s%n", "${7*7}", "{{7*7}}", "\\x00", "\\u0000", "E'\\\\'",
  "../../../etc/passwd", "file:///etc/passwd", "<script>alert(1)</script>", "__proto__", "constructor", "toString", "null", "undefined", "NaN", "true",
  "infinity", "-infinity", "now", "today", "epoch", "allballs", "BC", "2026-02-30", "0000-00-00", "99999-01-01", "2026-03-01", "2026-03-01 BC", "J2461101",
  "2026-03-01T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T00:00:00+99:99", "2016-12-31T23:59:60Z",
  "UTC", "UTC+3", "<ABC>-3", "posix/Europe/Berlin", "posixrules", "localtime", "europe/london", "Europe/Berlin", "EST5EDT", "Etc/GMT+12", "+03:00",
  "0", "-0", "00", "+1", "1e3", "0x10", "1_000", "９", "1.5", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "9".repeat(400),
  "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "ffffffffffffffffffffffffffffffff",
  "streak_3", "first_check_in", "coffee", "once", "2026-W10", "current_streak", "POINTS",
];

const texts = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...strange) },
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ maxLength: 300 }),
  // Halves of characters, which no well-formed text has.
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 10 }).map((codes) => String.fromCharCode(...codes)),
);

const numbers = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2, 3, 100, 101, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, -1e308, 5e-324, 0.1, 1.5, 1e21),
  fc.integer(),
  fc.integer({ min: 0, max: 50 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Anything that JSON can say. */
export const anything: fc.Arbitrary<Json> = fc.oneof(
  texts,
  numbers,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
  fc.integer({ min: 1, max: 200 }).map((depth) => nested(depth)),
);

const days = fc.integer({ min: -400, max: 400 }).map((n) => new Date(Date.UTC(2026, 2, 1) + n * 86_400_000).toISOString());
const good: Record<string, fc.Arbitrary<Json>> = {
  String: fc.constantFrom("streak_3", "first_check_in", "coffee", "once", "Europe/Berlin", "A reason."),
  Int: fc.integer({ min: 0, max: 30 }),
  Boolean: fc.boolean(),
  BigInt: fc.integer({ min: 1, max: 50 }).map(String),
  Cursor: fc.integer({ min: 0, max: 50 }).map((n) => Buffer.from(JSON.stringify(["natural", n])).toString("base64")),
  UUID: fc.uuid(),
  Date: days.map((day) => day.slice(0, 10)),
  Datetime: days,
};
const bad: Record<string, fc.Arbitrary<Json>> = {
  Int: numbers,
  BigInt: fc.oneof(texts, numbers, fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String)),
  Cursor: fc.oneof(texts, fc.string({ maxLength: 60 }).map((text) => Buffer.from(text).toString("base64"))),
};

/** A value for an argument or variable of this type: mostly of its shape, seldom anything at all. */
export function valueOf(type: GraphQLInputType, depth = 0): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 30, arbitrary: shaped(type, depth) }, { weight: 1, arbitrary: anything });
}

function shaped(type: GraphQLInputType, depth: number): fc.Arbitrary<Json> {
  if (!isNonNullType(type)) {
    const plain = getNullableType(type);
    return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 6, arbitrary: notNull(plain, depth) });
  }
  return notNull(type.ofType, depth);
}

function notNull(type: GraphQLInputType, depth: number): fc.Arbitrary<Json> {
  if (isListType(type)) {
    return depth > 4 ? fc.constant([]) : fc.array(valueOf(type.ofType, depth + 1), { maxLength: 3 });
  }
  const named = getNamedType(type);
  if (isEnumType(named)) return often(fc.constantFrom(...named.getValues().map(({ name }) => name)), texts);
  if (!isInputObjectType(named)) return often(good[named.name] ?? anything, bad[named.name] ?? texts);
  if (depth > 4) return fc.constant({});
  const fields = Object.values(named.getFields()).map((field) => {
    const value = valueOf(field.type, depth + 1);
    return [field.name, isNonNullType(field.type) ? value : fc.option(value, { nil: undefined })] as const;
  });
  return fc.record(Object.fromEntries(fields)).map((record) => JSON.parse(JSON.stringify(record)) as Json);
}

function often(usual: fc.Arbitrary<Json>, seldom: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: seldom });
}

function nested(depth: number): Json {
  let value: Json = 1;
  for (let n = 0; n < depth; n++) value = n % 2 ? [value] : { a: value };
  return value;
}
