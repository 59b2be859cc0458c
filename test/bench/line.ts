// A line between a server and PostgreSQL that counts what goes over it: for a few requests, never while anything is timed.
import { connect, createServer, type AddressInfo } from "node:net";

export interface Counts {
  /** Queries and executions that were sent, `begin` and `commit` among them. */
  statements: number;
  /** How often something was sent after an answer had come, or nothing had been sent before: each is a wait. */
  roundTrips: number;
}

export interface Line {
  /** The address of PostgreSQL by way of the line. */
  url: string;
  /** What was counted since the last call. */
  take(): Counts;
  close(): void;
}

/** Opens a line to the PostgreSQL of an address. */
export async function openLine(url: string): Promise<Line> {
  let counts: Counts = { statements: 0, roundTrips: 0 };
  const { port, hostname } = new URL(url);
  const server = createServer((client) => {
    const postgres = connect(Number(port), hostname);
    let isAnswered = true;
    const count = messageCounter((type) => void (counts.statements += type === "Q" || type === "E" ? 1 : 0));
    client.on("data", (bytes) => {
      if (isAnswered) counts.roundTrips++;
      isAnswered = false;
      count(bytes);
      postgres.write(bytes);
    });
    postgres.on("data", (bytes) => {
      isAnswered = true;
      client.write(bytes);
    });
    for (const [one, other] of [[client, postgres], [postgres, client]] as const) {
      one.unref();
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  server.unref();
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    take() {
      const taken = counts;
      counts = { statements: 0, roundTrips: 0 };
      return taken;
    },
    close: () => void server.close(),
  };
}

// After the first message, which has no type, each is a letter, its length in four bytes (themselves counted), and the rest.
function messageCounter(found: (type: string) => void): (bytes: Buffer) => void {
  let kept = Buffer.alloc(0);
  let isFirst = true;
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    for (;;) {
      const header = isFirst ? 0 : 1;
      if (kept.length < header + 4) return;
      const length = header + kept.readInt32BE(header);
      if (kept.length < length) return;
      if (!isFirst) found(String.fromCharCode(kept[0] ?? 0));
      isFirst = false;
      kept = kept.subarray(length);
    }
  };
}
