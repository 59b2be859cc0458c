// Looks at all that comes beside the document: how much it is, how deep, and every text.
import { limit } from "./check_document.ts";
import { variableLimits } from "./document_limits.ts";
import { mayHaveLines, requireText } from "./strict_text.ts";

/**
 * Checks variables or extensions as they came in.
 * @param whole what the client calls them
 * @param withLines the variables whose text may have lines
 * @throws GraphQLError with DOCUMENT_TOO_LARGE or INVALID_INPUT
 */
export function checkVariables(variables: unknown, whole: string, withLines: ReadonlySet<string>): void {
  let values = 0;
  const look = (value: unknown, name: string, hasLines: boolean, level: number): void => {
    limit("values", ++values, variableLimits.values, whole);
    limit("levels", level, variableLimits.levels, whole);
    if (typeof value === "string") requireText(value, name, hasLines);
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) return value.forEach((item: unknown) => look(item, name, hasLines, level + 1));
    for (const [key, item] of Object.entries(value)) {
      requireText(key, "A name", false);
      look(item, key, level === 0 ? withLines.has(key) : mayHaveLines(key), level + 1);
    }
  };
  look(variables, whole, false, 0);
}
