// A finding is one line that says what is wrong and one that says what to do.
import { diff } from "node:util";

export interface Finding {
  what: string;
  remedy: string;
  /** More lines for the reader, such as a difference. */
  detail?: string;
}

export function printFindings(findings: Finding[]): void {
  for (const { what, detail, remedy } of findings) {
    console.error(`✗ ${what}`);
    if (detail !== undefined) console.error(detail.replaceAll(/^/gm, "    "));
    console.error(`  → ${remedy}`);
  }
}

const LINES_SHOWN = 40;

/** The lines that differ, each group under the object that it belongs to, or undefined when the texts are equal. */
export function difference(left: string, right: string, names: [string, string]): string | undefined {
  if (left === right) return undefined;
  const lines = [`- ${names[0]}`, `+ ${names[1]}`];
  let object = "";
  let shown = "";
  for (const [side, line] of diff(left.split("\n"), right.split("\n"))) {
    if (/^create /i.test(line)) object = line;
    if (side === 0) continue;
    if (object !== shown && object !== line) lines.push(`  ${object}`);
    shown = object;
    // util.diff calls its first argument the actual text: what only that has is 1.
    lines.push(`${side === 1 ? "-" : "+"} ${line}`);
  }
  const rest = lines.length - LINES_SHOWN;
  return [...lines.slice(0, LINES_SHOWN), ...(rest > 0 ? [`… and ${rest} lines more`] : [])].join("\n");
}
