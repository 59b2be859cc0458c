// Stands between pg and PostgreSQL and listens: which statements go through, and how often somebody waits for an answer.
import { createServer, connect } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

export interface Heard {
  /** The text of each statement that was executed, in order. */
  statements: string[];
  /** How often something was sent after all that was sent before had its answer (ReadyForQuery). */
  roundTrips: number;
}

export interface Wire {
  /** The connection string it was made with, through it. */
  url: string;
  /** What was heard since the last time. */
  take(): Heard;
  /** Hangs up on the next client that sends: before PostgreSQL has it, or when PostgreSQL has answered. */
  cutNext(when: "asked" | "answered"): void;
  close(): Promise<void>;
}

/** Listens on any free port; one who does not speak TLS. */
export async function listenIn(url: string): Promise<Wire> {
  const target = new URL(url);
  let heard: Heard = { statements: [], roundTrips: 0 };
  let cut: "asked" | "answered" | undefined;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true).on("error", () => undefined);
      socket.once("close", () => {
        for (const one of [client, upstream]) one.destroy();
        sockets.delete(socket);
      });
    }
    const session = { texts: new Map<string, string>(), portal: "", waiting: 0, isQuiet: true, isStarted: false };
    const asked = messages(false, (type, body) => {
      if (type === "" || type === "p") return; // connecting
      if (session.isQuiet) heard.roundTrips += 1;
      session.isQuiet = false;
      const [first = "", second = ""] = body.toString().split("\0");
      if (type === "Q") heard.statements.push(first);
      if (type === "P") session.texts.set(first, second);
      if (type === "B") session.portal = session.texts.get(second) ?? "";
      if (type === "E") heard.statements.push(session.portal);
      if (type === "Q" || type === "S") session.waiting += 1;
    });
    const answered = messages(true, (type) => {
      if (type !== "Z") return;
      session.waiting = Math.max(0, session.waiting - 1); // the first one says that the connection is made
      session.isQuiet = session.waiting === 0;
    });
    client.on("data", (chunk) => {
      if (cut === "asked") return hangUp(client);
      asked(chunk);
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      answered(chunk);
      if (cut === "answered" && session.isQuiet && session.isStarted) return hangUp(client);
      session.isStarted ||= session.isQuiet;
      client.write(chunk);
    });
  });
  const hangUp = (client: Socket): void => {
    cut = undefined;
    client.destroy();
  };
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: through.href,
    take() {
      const taken = heard;
      heard = { statements: [], roundTrips: 0 };
      return taken;
    },
    cutNext(when) {
      cut = when;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => void server.close(() => done()));
    },
  };
}

// PostgreSQL's: a letter, a length that counts itself, a body. A client's first one has no letter.
function messages(hasLetter: boolean, take: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let letters = hasLetter ? 1 : 0;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= letters + 4 && rest.length >= letters + rest.readInt32BE(letters)) {
      const end = letters + rest.readInt32BE(letters);
      take(rest.toString("latin1", 0, letters), rest.subarray(letters + 4, end));
      rest = rest.subarray(end);
      letters = 1;
    }
  };
}
