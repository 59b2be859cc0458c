// Reads what pgTAP prints.

export interface TapResult {
  passed: boolean;
  description: string;
  /** `# SKIP` and `# TODO`: the result does not count. */
  skipped: boolean;
  /** What pgTAP says about a failure: have, want. */
  diagnostics: string;
}

export interface Tap {
  results: TapResult[];
  /** The number in `1..N`, when there is one. */
  planned: number | undefined;
}

/** The results in a column of text that a statement returned; a text that is no TAP gives none. */
export function readTap(text: string): Tap {
  const tap: Tap = { results: [], planned: undefined };
  for (const line of text.split("\n")) {
    const plan = /^1\.\.(\d+)/.exec(line);
    if (plan) tap.planned = Number(plan[1]);
    const result = /^(not )?ok \d+(?: - (.*?))?(?: # (?:SKIP|TODO)\b.*)?$/i.exec(line);
    const last = tap.results.at(-1);
    if (result) {
      const description = (result[2] ?? "(no description)").replaceAll("\\#", "#");
      tap.results.push({
        passed: result[1] === undefined,
        description,
        skipped: /(?<!\\)# (SKIP|TODO)\b/i.test(line),
        diagnostics: "",
      });
    } else if (line.startsWith("#") && last !== undefined && !line.startsWith("# Failed")) {
      last.diagnostics += `${line.slice(1)}\n`;
    }
  }
  return tap;
}
