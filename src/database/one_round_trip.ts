// Sends a request's settings and its statement in one round trip: our only piece that knows the inside of the driver.
import { createRequire } from "node:module";
import type { Duplex } from "node:stream";
import pg from "pg";
import type { PgClient, PgClientQuery, PgClientResult, WithPgClient } from "postgraphile/@dataplan/pg";

type Settings = Record<string, string | undefined>;
type Parse = (value: string) => unknown;
type RawRow = (string | null)[];

interface Answer {
  readonly rows: readonly RawRow[];
  readonly parsers: readonly Parse[];
  /** Such as `SELECT 1`. */
  readonly tag: string;
}

/** What is known of a statement on one connection. */
interface Statement {
  readonly text: string;
  readonly name: string;
  /** Maybe: it was sent, and an error may have come before it. */
  isPrepared: "no" | "maybe" | "yes";
  parsers: readonly Parse[];
}

/** pg's connection. */
interface Wire {
  readonly stream: Duplex;
}

/** What makes PostgreSQL's messages. */
interface Serialize {
  parse(statement: { name: string; text: string }): Buffer;
  bind(portal: { statement: string; values: readonly unknown[] }): Buffer;
  describe(portal: { type: "P" }): Buffer;
  execute(): Buffer;
  close(statement: { type: "S"; name: string }): Buffer;
  sync(): Buffer;
  copyFail(reason: string): Buffer;
}

const require = createRequire(import.meta.url);
const requireOfPg = createRequire(require.resolve("pg"));
const { serialize } = requireOfPg("pg-protocol") as { serialize: Serialize };
const { prepareValue } = require("pg/lib/utils") as { prepareValue(this: void, value: unknown): unknown };

/** The versions whose inside is as this file takes it to be; see its tests before you raise them. */
export const knownVersions = { pg: "8.23.1", protocol: "1.16.1" };

/** The versions that are installed. */
export function driverVersions(): typeof knownVersions {
  const protocolFile = requireOfPg.resolve("pg-protocol").replace(/dist.*$/, "package.json");
  return { pg: versionIn("pg/package.json"), protocol: versionIn(protocolFile) };
}

function versionIn(file: string): string {
  return (require(file) as { version: string }).version;
}

// Of each connection; the one that was not used for longest goes.
const statementsMax = 100;

// After these nobody knows in what state the connection is, or it has statements that do not fit its tables any more.
const doubtful = /^(08|0A|25P|26|53|57P|58|XX)/;

/**
 * Makes what PostGraphile asks for each statement of a request. PostgreSQL takes all until Sync as one transaction, so it
 * needs no BEGIN and no COMMIT: an error undoes all, and the settings are those of this transaction alone.
 * @param pool whose clients send; each gets at most 100 prepared statements
 * @param severalRoundTrips PostGraphile's own, for what has no settings, or needs a transaction of several statements
 */
export function oneRoundTrip(pool: pg.Pool, severalRoundTrips: WithPgClient): WithPgClient {
  return async (settings, callback) => {
    if (!settings) return severalRoundTrips(settings, callback);
    let isUsed = false;
    const client: PgClient = {
      async query<Row>(query: PgClientQuery): Promise<PgClientResult<Row>> {
        if (isUsed) throw new Error("The first statement is committed: for several ones use withTransaction().");
        isUsed = true;
        if (!query.arrayMode) return severalRoundTrips(settings, (itsClient) => itsClient.query<Row>(query));
        return (await send(pool, settings, query)) as PgClientResult<Row>;
      },
      withTransaction: (run) =>
        severalRoundTrips(settings, (itsClient) => itsClient.withTransaction((inside) => run(inside))),
    };
    return callback(client);
  };
}

async function send(pool: pg.Pool, settings: Settings, query: PgClientQuery): Promise<PgClientResult<unknown[]>> {
  // What cannot be sent throws here, before anything is.
  const values = (query.values ?? []).map(prepareValue);
  const client = await pool.connect();
  let isDoubtful = false;
  try {
    const { rows, parsers, tag } = await new Promise<Answer>((done, fail) => {
      client.query(new Batch(settings, query.text, values, done, fail) as unknown as pg.Submittable);
    });
    isDoubtful = client.getTransactionStatus() !== "I";
    const count = /\d+$/.exec(tag);
    return { rows: rows.map((row) => parsed(row, parsers)), rowCount: count && Number(count[0]) };
  } catch (error) {
    isDoubtful = !(error instanceof pg.DatabaseError) || doubtful.test(error.code ?? "");
    throw error;
  } finally {
    client.release(isDoubtful);
  }
}

/** The driver calls its methods, as those of its own queries, as PostgreSQL's messages come. */
class Batch {
  readonly #settings: Prepared;
  readonly #text: string;
  readonly #values: readonly unknown[];
  readonly #done: (answer: Answer) => void;
  readonly #fail: (error: Error) => void;
  #settingsStatement: Statement | undefined;
  #statement: Statement | undefined;
  #completed = 0;
  #rows: RawRow[] = [];
  #tag = "";

  constructor(settings: Settings, text: string, values: readonly unknown[], done: (answer: Answer) => void, fail: (error: Error) => void) {
    this.#settings = preparedOf(settings);
    this.#text = text;
    this.#values = values;
    this.#done = done;
    this.#fail = fail;
  }

  submit(wire: Wire): null {
    const statements = statementsOf.get(wire) ?? new Map<string, Statement>();
    statementsOf.set(wire, statements);
    const messages: Buffer[] = [];
    // Both are looked for first, as that may close others, and PostgreSQL skips what comes after an error.
    const settings = (this.#settingsStatement = statementFor(this.#settings.text, statements, messages));
    const statement = (this.#statement = statementFor(this.#text, statements, messages));
    prepareAndBind(settings, this.#settings.values, messages);
    messages.push(serialize.execute());
    // The settings come before this is parsed: the role must be one that may see what it names.
    prepareAndBind(statement, this.#values, messages);
    if (statement.isPrepared !== "yes") messages.push(serialize.describe({ type: "P" }));
    messages.push(serialize.execute(), serialize.sync());
    for (const sent of [settings, statement]) if (sent.isPrepared === "no") sent.isPrepared = "maybe";
    wire.stream.write(Buffer.concat(messages)); // one piece for the system: each costs about as much as all else here
    return null;
  }

  handleRowDescription({ fields }: { fields: { dataTypeID: number }[] }): void {
    if (this.#statement) this.#statement.parsers = fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, "text") as Parse);
  }

  handleDataRow({ fields }: { fields: RawRow }): void {
    if (this.#completed > 0) this.#rows.push(fields);
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#completed += 1;
    this.#tag = text;
  }

  handleReadyForQuery(): void {
    if (this.#settingsStatement) this.#settingsStatement.isPrepared = "yes";
    if (this.#statement) this.#statement.isPrepared = "yes";
    this.#done({ rows: this.#rows, parsers: this.#statement?.parsers ?? [], tag: this.#tag });
  }

  handleError(error: Error): void {
    this.#fail(error);
  }

  handleCopyInResponse(wire: Wire): void {
    // The first Sync is ignored while PostgreSQL waits for what to copy.
    wire.stream.write(Buffer.concat([serialize.copyFail("nothing is copied here"), serialize.sync()]));
  }

  handleCopyData(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

const statementsOf = new WeakMap<Wire, Map<string, Statement>>();
let statementsNamed = 0;

function statementFor(text: string, statements: Map<string, Statement>, messages: Buffer[]): Statement {
  const statement = statements.get(text) ?? { text, name: `one_${(statementsNamed += 1)}`, isPrepared: "no", parsers: [] };
  statements.delete(text); // behind all that were used before
  statements.set(text, statement);
  const [oldest] = statements.values();
  if (oldest && statements.size > statementsMax) {
    statements.delete(oldest.text);
    messages.push(serialize.close({ type: "S", name: oldest.name }));
  }
  return statement;
}

function prepareAndBind({ text, name, isPrepared }: Statement, values: readonly unknown[], messages: Buffer[]): void {
  if (isPrepared === "maybe") messages.push(serialize.close({ type: "S", name })); // no error when there is none
  if (isPrepared !== "yes") messages.push(serialize.parse({ name, text }));
  messages.push(serialize.bind({ statement: name, values }));
}

interface Prepared {
  readonly text: string;
  readonly values: readonly string[];
}

// A caller's settings come again with each request, as the same object.
const preparedSettings = new WeakMap<Settings, Prepared>();

function preparedOf(settings: Settings): Prepared {
  const found = preparedSettings.get(settings);
  if (found) return found;
  const values: string[] = [];
  const calls = Object.entries(settings).flatMap(([name, value]) => {
    if (value === undefined) return [];
    // Ours differ by caller; PostgreSQL's own have few values, which belong to the text.
    const given = name.includes(".") ? `$${values.push(value)}` : pg.escapeLiteral(value);
    return [`set_config(${pg.escapeLiteral(name)}, ${given}, true)`];
  });
  const prepared = { text: `select ${calls.join(", ")}`, values };
  preparedSettings.set(settings, prepared);
  return prepared;
}

function parsed(row: RawRow, parsers: readonly Parse[]): unknown[] {
  return row.map((value, index) => (value === null ? null : parsers[index]?.(value)));
}
