// A long expectation that is read as a text of its own: `UPDATE_EXPECTATIONS=1 npx jest <test>` writes it, its difference is reviewed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { difference } from "../../src/db/findings.ts";

/** Fails with the lines that differ, unless the file holds this text. */
export function expectFile(path: string, text: string): void {
  const name = relative(process.cwd(), path);
  if (process.env["UPDATE_EXPECTATIONS"]) writeFileSync(path, text);
  const expected = existsSync(path) ? readFileSync(path, "utf8") : "";
  const detail = difference(expected, text, [name, "what was found; if it is right: UPDATE_EXPECTATIONS=1 npx jest, and review"]);
  if (detail !== undefined) throw new Error(`${name} is not what was found\n${detail}`);
}
