// Wrong passwords for addresses with an account and for addresses without one, in turn: neither answer nor time may tell them apart.
import { createPasswords } from "../../src/accounts/passwords.ts";
import { send } from "../security/auth_client.ts";
import type { TestDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";

export interface Figures {
  attemptsEach: number;
  medianMs: { existing: number; missing: number };
  /** Existing to missing: 1 when they take the same time. */
  ratio: number;
  differences: { answers: number; times: number };
}

type Kind = "existing" | "missing";

const ratioMax = 1.05;
const dayMs = 86_400_000;
const begin = Date.parse("2026-03-01T12:00:00Z");

/** Tries so many addresses of each kind, over HTTP. */
export async function playLogIn(database: TestDatabase, attemptsEach: number, tell: (line: string) => void = () => undefined): Promise<Figures> {
  const hash = await createPasswords().hash("correct horse battery");
  await database.query(
    `select app_private.register('existing' || n || '@example.com', $1, null, test.sha256(n::text), test.sha256('1')) from generate_series(0, $2::int) as n`,
    [hash, attemptsEach],
  );
  const server = await startServer(database, "test", { ACCOUNTS: "1" });
  try {
    const taken: Record<Kind, number[]> = { existing: [], missing: [] };
    const answers = new Set<string>();
    for (let k = 0; k <= attemptsEach; k += 1) {
      // Each pair comes when the one before is forgotten: where they all come from is never locked.
      await database.setClock(new Date(begin + k * dayMs));
      const kinds: Kind[] = k % 2 ? ["existing", "missing"] : ["missing", "existing"];
      for (const kind of kinds) {
        const started = performance.now();
        const { status, headers, text } = await send(server.url, "log-in", { email: `${kind}${k}@example.com`, password: "staple and more" });
        const ms = performance.now() - started;
        answers.add(JSON.stringify([status, text, [...headers].filter(([name]) => name !== "date")]));
        if (k > 0) taken[kind].push(ms); // the first opens connections
      }
      if (k % 20 === 0) tell(`${k} of ${attemptsEach} addresses of each kind`);
    }
    const medianMs = { existing: medianOf(taken.existing), missing: medianOf(taken.missing) };
    const ratio = medianMs.existing / medianMs.missing;
    const isFar = Math.max(ratio, 1 / ratio) > ratioMax;
    return { attemptsEach, medianMs, ratio, differences: { answers: answers.size - 1, times: Number(isFar) } };
  } finally {
    await server.stop();
  }
}

function medianOf(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
