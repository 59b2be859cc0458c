// JSON, as both sides are compared in.
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The places in which two values differ, each in a line. */
export function differences(model: Json | undefined, sql: Json | undefined, path = ""): string[] {
  if (isObject(model) && isObject(sql)) {
    const keys = [...new Set([...Object.keys(model), ...Object.keys(sql)])];
    return keys.flatMap((key) => differences(model[key], sql[key], path ? `${path}.${key}` : key));
  }
  if (Array.isArray(model) && Array.isArray(sql) && model.length === sql.length)
    return model.flatMap((value, index) => differences(value, sql[index], `${path}[${index}]`));
  const [ours, theirs] = [JSON.stringify(model), JSON.stringify(sql)];
  return ours === theirs ? [] : [`${path}: model ${ours}, sql ${theirs}`];
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/;

/** Spells each instant as JavaScript does. */
export function normalised(value: Json): Json {
  if (typeof value === "string") return instant.test(value) ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) return value.map(normalised);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalised(inner)]));
  return value;
}
