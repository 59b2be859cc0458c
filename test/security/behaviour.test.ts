// What each role can do with each table's rows, one's own, another's and nobody's: every statement is really run, and then undone.
import { errorCode } from "../../src/user_error.ts";
import { createTwoUsers } from "./two_users.ts";

const verbs = ["select", "insert", "update", "delete"] as const;
const whose = ["own", "other's", "nobody's"] as const;
const roles = ["app_server", "app_anonymous", "app_user", "app_operator", "app_owner"] as const;
type Verb = (typeof verbs)[number];
type Whose = (typeof whose)[number];
type Role = (typeof roles)[number];
/** all or none of the rows, or the SQLSTATE of the refusal. */
type Outcome = "all" | "none" | "42501";

/** Every table is of one kind; a new one is red until it is here, and then by the rules of its kind. */
const tables: Record<string, "users" | "everybody's" | "the server's" | "nobody's"> = {
  "app_private.account_emails": "nobody's",
  "app_private.accounts": "nobody's",
  "app_private.amnesties": "everybody's",
  "app_private.day_marks": "users",
  "app_private.error_codes": "everybody's",
  "app_private.items": "everybody's",
  "app_private.log_in_attempts": "nobody's",
  "app_private.metrics": "everybody's",
  "app_private.request_counts": "the server's",
  "app_private.reward_claims": "users",
  "app_private.reward_conditions": "everybody's",
  "app_private.reward_stock": "everybody's",
  "app_private.reward_unlocks": "users",
  "app_private.rewards": "everybody's",
  "app_private.rule_versions": "everybody's",
  "app_private.sessions": "nobody's",
  "app_private.user_states": "users",
  "app_private.users": "users",
  "app_private.zones": "everybody's",
  "app_public.journal_entries": "users",
};
/** The column that says whose row it is, where it is not user_id. */
const ownerColumn: Record<string, string> = {};
/** What is written once, the owner too only adds to. */
const appendOnly = new Set(["app_private.amnesties", "app_private.rule_versions", "app_public.journal_entries"]);

/** The rule from which every outcome follows. */
function expected(table: string, role: Role, verb: Verb, of: Whose): Outcome {
  if (role === "app_owner") return appendOnly.has(table) && (verb === "update" || verb === "delete") ? "42501" : "all";
  if (tables[table] === "the server's") return role === "app_server" ? "all" : "42501";
  if (verb !== "select" || role === "app_server" || tables[table] === "nobody's") return "42501";
  if (tables[table] === "everybody's") return "all";
  if (role === "app_anonymous") return "42501";
  return of === "own" || role === "app_operator" ? "all" : "none";
}

const { database, alice, bob, end } = await createTwoUsers();
const client = await database.pool.connect();
afterAll(async () => {
  client.release();
  await end();
});

interface Table {
  table: string;
  /** The column that says whose a row is. */
  owner: string | undefined;
  columns: string[];
}

const existing: Table[] = (
  await database.query<{ table: string; columns: string[] }>(`
    select format('%I.%I', n.nspname, c.relname) as table,
      array(select quote_ident(attname) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname like 'app\\_%' and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`)
).map(({ table, columns }) => ({ table, columns, owner: columns.find((column) => column === (ownerColumn[table] ?? "user_id")) }));

/** Which rows are meant: those of alice, who calls; of bob; of somebody who never calls. A catalogue's are all nobody's. */
function condition(owner: string | undefined, of: Whose): string {
  if (owner === undefined) return of === "nobody's" ? "true" : "false";
  return `${owner} = ${{ own: `'${alice.userId}'`, "other's": `'${bob.userId}'`, "nobody's": nobody }[of]}`;
}

const nobody = "app_rules.user_id_for('nobody', 'nobody')";

/** The outcome of one statement as a role, signed in as alice unless the role is nobody's. The transaction is rolled back. */
async function outcome({ table, owner, columns }: Table, of: Whose, role: Role, verb: Verb): Promise<string> {
  await client.query("begin; set local session_replication_role = replica");
  try {
    const rows = condition(owner, of);
    if (owner !== undefined && of === "nobody's") await moveToNobody(table, owner);
    const found = await client.query<{ row: unknown }>(`select to_jsonb(t) as row from ${table} as t where ${rows}`);
    const there = found.rows.length;
    if (there === 0) return "no row to try it with";
    const row = JSON.stringify(found.rows.map(({ row: one }) => one));
    // What is inserted must not be there already.
    if (verb === "insert") await client.query(`delete from ${table} where ${rows}`);
    await signIn(role);
    const statement = {
      select: `select * from ${table} where ${rows}`,
      insert: `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`,
      update: `update ${table} set ${columns[0]} = ${columns[0]} where ${rows}`,
      delete: `delete from ${table} where ${rows}`,
    }[verb];
    const { rowCount } = await client.query(statement, verb === "insert" ? [row] : []);
    return rowCount === there ? "all" : rowCount === 0 ? "none" : `${rowCount} of ${there}`;
  } catch (error) {
    return errorCode(error) ?? String(error);
  } finally {
    await client.query("rollback");
  }
}

/** Makes alice's rows those of a user who is none of the callers. */
async function moveToNobody(table: string, owner: string): Promise<void> {
  await client.query(`with moved as (delete from ${table} where ${condition(owner, "own")} returning *)
    select set_config('test.moved', coalesce(jsonb_agg(to_jsonb(moved) || jsonb_build_object('${owner}', ${nobody})
      || case when to_jsonb(moved) ? 'subject' then jsonb '{"issuer": "nobody", "subject": "nobody"}' else '{}' end), '[]')::text, true) from moved`);
  await client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, current_setting('test.moved')::jsonb)`);
}

async function signIn(role: Role): Promise<void> {
  if (role !== "app_anonymous")
    await client.query(
      "select set_config('app.issuer', issuer, true), set_config('app.subject', subject, true) from app_private.users where user_id = $1",
      [alice.userId],
    );
  await client.query(`set local role ${role}`);
}

test("every table is listed here", () => {
  expect(existing.map(({ table }) => table)).toEqual(Object.keys(tables).toSorted());
});

test("what belongs to users says to whom, and nothing else does", () => {
  const wrong = existing.filter(({ table, owner }) => (tables[table] === "users") !== (owner !== undefined));
  expect(wrong.map(({ table }) => table)).toEqual([]);
});

test("the fixture has rows in every table, and of both users where it is theirs", async () => {
  const empty: string[] = [];
  for (const { table, owner } of existing)
    for (const of of owner === undefined ? (["nobody's"] as const) : (["own", "other's"] as const)) {
      const rows = await database.query(`select from ${table} where ${condition(owner, of)} limit 1`);
      if (rows.length === 0) empty.push(`${table} has no row of ${of === "own" ? "alice" : of === "other's" ? "bob" : "anybody"}`);
    }
  expect(empty).toEqual([]);
});

test.each(existing)("$table: each role, verb and owner has the outcome that follows from the rules", async (table) => {
  const rules: Record<string, string> = {};
  const found: Record<string, string> = {};
  for (const of of table.owner === undefined ? (["nobody's"] as const) : whose)
    for (const role of roles)
      for (const verb of verbs) {
        const name = `${role}: ${verb} ${of}`;
        rules[name] = expected(table.table, role, verb, of);
        found[name] = await outcome(table, of, role, verb);
      }
  expect(found).toEqual(rules);
});
