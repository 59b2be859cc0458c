// Says of an error what its finder needs, without the values that it may hold.
import { errorCode, errorMessage } from "./user_error.ts";

const messageCharactersMax = 300;
const framesMax = 12;
// Of PostgreSQL's fields those that name objects: detail, where, hint, internalQuery and parameters hold rows, arguments and statements.
const namesOfObjects = ["severity", "schema", "table", "column", "dataType", "constraint", "routine"] as const;
const secrets: readonly [RegExp, string][] = [
  [/\beyJ[\w-]+\.[\w.-]*/g, "(token)"],
  [/\b(bearer|basic)\s+\S+/gi, "$1 (token)"],
  [/\b(\w+:\/\/)[^\s/@]*@/g, "$1"],
  [/[^\s"'<>(),;:=]+@[^\s"'<>(),;:=]+/g, "(address)"],
];

/** Takes whatever was thrown, returns what may be logged of it. */
export function describeError(error: unknown): Record<string, unknown> {
  const fields = (error ?? {}) as Readonly<Record<string, unknown>>;
  const isError = error instanceof Error || typeof fields["stack"] === "string";
  return {
    type: isError ? (nameOf(fields["name"]) ?? "Error") : typeof error,
    code: errorCode(error),
    message: isError ? withoutValues(errorMessage(error)) : undefined,
    ...Object.fromEntries(namesOfObjects.map((name) => [name, nameOf(fields[name])])),
    stack: framesOf(fields["stack"]),
  };
}

/** Takes a text, returns it shortened and without what looks like a token, a password in a URL or an e-mail address. */
export function withoutSecrets(text: string): string {
  const short = text.length > messageCharactersMax ? `${text.slice(0, messageCharactersMax)}…` : text;
  return secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), short);
}

// JSON.parse and graphql-js quote what they could not read.
function withoutValues(message: string): string {
  const withoutJson = message.replace(/^(?:Unexpected|Expected|Bad|Unterminated|No number|Exponent)\b.*JSON.*$/s, "JSON cannot be read");
  return withoutSecrets(withoutJson.replace(/(cannot represent [^:]*:).*$/s, "$1 (value)"));
}

function nameOf(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, messageCharactersMax) : undefined;
}

// The first lines repeat the message.
function framesOf(stack: unknown): string[] | undefined {
  if (typeof stack !== "string") return undefined;
  const frames = stack.split("\n").filter((line) => /^ {4}at /.test(line));
  return frames.slice(0, framesMax).map((line) => line.trim());
}
