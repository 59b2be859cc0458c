// Refuses texts that would be read otherwise than they were written: PostgreSQL has no NUL, UTF-8 no half characters, and a mark that turns
// the direction of writing makes a reason say something else in a journal.
import { GraphQLError } from "postgraphile/graphql";
import { textCharactersMax } from "./document_limits.ts";

// A description has lines; every other text is one, in a list or a log.
const namesWithLines: ReadonlySet<string> = new Set(["description"]);
const strange = /[[\p{Cc}--[\t\n]]\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/v;
const breaksLine = /[\t\n\u2028\u2029]/;

/** Whether what goes by this name in the schema may have several lines. */
export function mayHaveLines(name: string | undefined): boolean {
  return name !== undefined && namesWithLines.has(name);
}

/**
 * Checks a text of a request.
 * @param where what the client calls it
 * @throws GraphQLError with INVALID_INPUT
 */
export function requireText(text: string, where: string, hasLines: boolean): void {
  if (text.length > textCharactersMax)
    throw invalidInput(`${where} has ${text.length} characters: the most is ${textCharactersMax}.`);
  const found = strange.exec(text) ?? (hasLines ? null : breaksLine.exec(text));
  if (found)
    throw invalidInput(
      `${where} has the character ${codePoint(found[0])} at ${found.index}: leave out control characters, marks of writing direction, halves of characters${hasLines ? "" : " and line breaks"}.`,
    );
}

/** An error with INVALID_INPUT. */
export function invalidInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "INVALID_INPUT" } });
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
}
