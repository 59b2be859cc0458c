// Prints who may do what as text: a line for each object, so that a reviewer sees what a change gives to whom, and nothing new is left out.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientBase } from "pg";

export interface Privileges {
  text: string;
  /** How many pairs of a role and a privilege on an object were asked about. */
  pairs: number;
}

interface Holding {
  kind: string;
  name: string;
  /** A column's name. */
  part: string | null;
  isSystem: boolean;
  owner: string | null;
  note: string;
  role: string;
  /** The privileges that the role holds, and those that it may pass on. */
  held: string | null;
  mayGrant: string | null;
  holdsAll: boolean;
  pairs: number;
}

const head = `# Who may do what in the database, by whatever way (grant, membership, PUBLIC): made by npm run db:dump, never edited.
# A role that is not named may do nothing. Columns that are only listed are as their table; MAINTAIN (PostgreSQL 17) is left out.
# Objects are app_owner's where no other owner is named. Of PostgreSQL's own schemas there is what our roles may beyond PUBLIC.
`;
const kinds = [
  "database", "schema", "language", "tablespace", "foreign-data wrapper", "server", "parameter", "large object",
  "table", "view", "materialized view", "foreign table", "sequence", "type", "function",
];
const queries = ["privileges.sql", "role_privileges.sql"].map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));

/**
 * Takes a connection that sees the whole catalogue; returns the text, the same for the same privileges on PostgreSQL 15 and later.
 * @param ignoredSchemas such as those that only tests have
 */
export async function dumpPrivileges(client: ClientBase, ignoredSchemas: string[] = []): Promise<Privileges> {
  await client.query("begin read only");
  try {
    return await dumpPrivilegesInTransaction(client, ignoredSchemas);
  } finally {
    await client.query("rollback");
  }
}

/** The same, inside a transaction that the caller began; its settings stay changed until its end. */
export async function dumpPrivilegesInTransaction(client: ClientBase, ignoredSchemas: string[]): Promise<Privileges> {
  const [ofObjects = "", ofRoles = ""] = queries;
  await client.query("set local search_path = pg_catalog; set local jit = off");
  const { rows: holdings } = await client.query<Holding>(ofObjects, [ignoredSchemas]);
  const { rows: lines } = await client.query<{ line: string }>(ofRoles, [ignoredSchemas]);
  const pairs = holdings.reduce((sum, holding) => sum + holding.pairs, 0);
  return { text: `${[head, ...lines.map(({ line }) => line), "", ...objectLines(holdings)].join("\n")}\n`, pairs };
}

function objectLines(holdings: Holding[]): string[] {
  const objects = Map.groupBy(holdings, ({ kind, name, part }) => `${kind} ${name} ${part ?? ""}`);
  const columns = Map.groupBy(
    [...objects.values()].filter(([first]) => first?.kind === "column"),
    ([first]) => first?.name ?? "",
  );
  return [...objects.values()]
    .flatMap((object) => {
      const [first] = object;
      if (first === undefined || first.kind === "column") return [];
      const owner = first.owner === null || first.owner === "app_owner" ? "" : `, of ${first.owner}`;
      const line = `${first.kind} ${first.name}${first.note}${owner}: ${inWords(object)}`;
      const ofTable = columnLines(object, columns.get(first.name) ?? []);
      if (first.isSystem && !beyondPublic(object) && ofTable.length === 0) return [];
      return [{ sort: kinds.indexOf(first.kind), name: first.name, text: [line, ...ofTable].join("\n") }];
    })
    .toSorted((a, b) => a.sort - b.sort || (a.name < b.name ? -1 : 1))
    .map(({ text }) => text);
}

// `app_owner all; app_user, app_operator select`
function inWords(holdings: Holding[]): string {
  const byWords = Map.groupBy(holdings.toSorted(byRole), privilegesOf);
  byWords.delete("");
  return [...byWords].map(([words, of]) => `${named(of)} ${words}`).join("; ") || "nobody";
}

// A column is named in the list when it is as its table, and has a line when it is not.
function columnLines(table: Holding[], columns: Holding[][]): string[] {
  const ofTable = inWords(table.map((holding) => ({ ...holding, holdsAll: false, held: onColumns(holding.held), mayGrant: onColumns(holding.mayGrant) })));
  const isAsTable = (column: Holding[]): boolean => inWords(column.map((holding) => ({ ...holding, holdsAll: false }))) === ofTable;
  const all = columns.map((column) => column[0]?.part ?? "").toSorted();
  const others = columns.filter((column) => !isAsTable(column) && (!column[0]?.isSystem || beyondPublic(column)));
  if (table[0]?.isSystem) return others.map((column) => `  column ${column[0]?.part}: ${inWords(column)}`);
  return [
    ...(all.length > 0 ? [`  columns ${all.join(" ")}`] : []),
    ...others.map((column) => `  column ${column[0]?.part}: ${inWords(column)}`),
  ];
}

function privilegesOf({ held, mayGrant, holdsAll, role }: Holding): string {
  if (held === null) return "";
  const words = holdsAll && held.includes(" ") ? "all" : held;
  // Whoever owns an object may always pass on what it may do.
  return mayGrant === null || role === "app_owner" ? words : `${words} (and may grant ${mayGrant})`;
}

function onColumns(privileges: string | null): string | null {
  const words = privileges?.split(" ").filter((privilege) => ["insert", "references", "select", "update"].includes(privilege));
  return words?.join(" ") || null;
}

function beyondPublic(holdings: Holding[]): boolean {
  const ofPublic = holdings.find(({ role }) => role === "public")?.held;
  return holdings.some(({ held, mayGrant }) => held !== ofPublic || mayGrant !== null);
}

const order = ["app_owner", "app_server", "app_anonymous", "app_user", "app_operator"];

function byRole(a: Holding, b: Holding): number {
  const place = ({ role }: Holding): number => (role === "public" ? 100 : (order.indexOf(role) + 100) % 100);
  return place(a) - place(b) || (a.role < b.role ? -1 : 1);
}

function named(holders: Holding[]): string {
  // What PUBLIC may, every role may.
  return holders.some(({ role }) => role === "public") ? "PUBLIC" : holders.map(({ role }) => role).join(", ");
}
