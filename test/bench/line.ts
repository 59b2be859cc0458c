// A line between a server and PostgreSQL that counts what goes over it: for a few requests, never while anything is timed.
import { connect, createServer, type AddressInfo } from "node:net";

export interface Counts {
  /** Statements that were sent. */
  statements: number;
  /** Those of them that only begin or end a transaction, or set something for it. */
  frame: number;
  /** How often something was sent after an answer had come: each is a wait. */
  roundTrips: number;
}

export interface Line {
  /** The address of PostgreSQL by way of the line. */
  url: string;
  /** What was counted since the last call; the first one begins to count. */
  take(): Counts;
  close(): void;
}

const answersLaterByMs = 5;

/** Opens a line to the PostgreSQL of an address. */
export async function openLine(url: string): Promise<Line> {
  let counts: Counts = { statements: 0, frame: 0, roundTrips: 0 };
  let isCounting = false;
  const { port, hostname } = new URL(url);
  const server = createServer((client) => {
    const postgres = connect(Number(port), hostname);
    let isAnswered = true;
    const count = statementReader((text) => {
      counts.statements++;
      if (/^\s*(begin|start|commit|end|set|reset|select\s+(pg_catalog\.)?set_config)\b/i.test(text)) counts.frame++;
    });
    client.on("data", (bytes) => {
      if (isAnswered) counts.roundTrips++;
      isAnswered = false;
      count(bytes);
      postgres.write(bytes);
    });
    postgres.on("data", (bytes) => {
      const answer = (): void => {
        isAnswered = true;
        client.write(bytes);
      };
      // Later: what was on its way already does not wait for it.
      if (isCounting) setTimeout(answer, answersLaterByMs);
      else answer();
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
      isCounting = true;
      const taken = counts;
      counts = { statements: 0, frame: 0, roundTrips: 0 };
      return taken;
    },
    close: () => void server.close(),
  };
}

// After the first message, which has no type, each is a letter, its length in four bytes (themselves counted), and the rest.
function statementReader(found: (text: string) => void): (bytes: Buffer) => void {
  let kept = Buffer.alloc(0);
  let isFirst = true;
  const [prepared, portals] = [new Map<string, string>(), new Map<string, string>()];
  const read = (type: string, body: Buffer): void => {
    const [one = "", two = ""] = body.toString("latin1").split("\0", 2);
    if (type === "P") prepared.set(one, two);
    else if (type === "B") portals.set(one, prepared.get(two) ?? "");
    else if (type === "E") found(portals.get(one) ?? "");
    else if (type === "Q") for (const text of one.split(";").filter((part) => part.trim())) found(text);
  };
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    for (;;) {
      const header = isFirst ? 0 : 1;
      if (kept.length < header + 4) return;
      const length = header + kept.readInt32BE(header);
      if (kept.length < length) return;
      if (!isFirst) read(String.fromCharCode(kept[0] ?? 0), kept.subarray(5, length));
      isFirst = false;
      kept = kept.subarray(length);
    }
  };
}
