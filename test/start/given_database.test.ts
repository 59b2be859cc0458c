// DATABASE_URL: ours or an empty one is used, by a superuser or by a role with just enough rights; anything else is refused in one line.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { createPool } from "../../src/database/pool.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/embedded_postgres.ts";
import { cleanUp, newDataDir, startInVain, startServer } from "./running_server.ts";

let postgres: EmbeddedPostgres;
let dataDir: string;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: await newDataDir(), settings: { fsync: "off" } });
  dataDir = await newDataDir();
});
afterAll(async () => {
  await postgres.stop("evenIfUsed");
  await cleanUp();
});

test("a role with CREATEROLE and CREATEDB is enough, and the embedded PostgreSQL is not started", async () => {
  await query("postgres", "create role plain login createrole createdb password 'plain'");
  for (const start of ["first", "second"]) {
    const server = await startServer({ DATABASE_URL: urlOf("engagement", "plain"), DATA_DIR: dataDir });
    expect({ start, status: (await fetch(`${server.url}/readyz`)).status }).toEqual({ start, status: 200 });
    expect(server.printed).not.toContain("plain:plain");
    await server.end("SIGTERM");
  }
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
});

test("every schema of ours belongs to app_owner, and PUBLIC has no right on the database", async () => {
  const owners = `select distinct nspowner::regrole::text as owner from pg_namespace where nspname ~ '^(app_|graphile_)'`;
  expect(await query("engagement", owners)).toEqual([{ owner: "app_owner" }]);
  const rights = `select array_to_string(datacl, ' ') as rights from pg_database where datname = 'engagement'`;
  expect(await query("engagement", rights)).not.toEqual([{ rights: expect.stringMatching(/(^| )=/) }]);
});

test("app_server may become the three roles of clients, inherits nothing from them, and cannot become app_owner", async () => {
  const may = `select rolname, pg_has_role('app_server', oid, 'set') as set, pg_has_role('app_server', oid, 'usage') as inherit
    from pg_roles where rolname ~ '^app_' and rolname <> 'app_server' order by rolname`;
  expect(await query("engagement", may)).toEqual([
    { rolname: "app_anonymous", set: true, inherit: false },
    { rolname: "app_operator", set: true, inherit: false },
    { rolname: "app_owner", set: false, inherit: false },
    { rolname: "app_user", set: true, inherit: false },
  ]);
});

test("a connection that breaks while it is lent out does not end the process", async () => {
  const pool = createPool(urlOf("postgres"), 10);
  const client = await pool.connect();
  const gone = new Promise((done) => client.once("end", done));
  await query(
    "postgres",
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'stateful-engagement-backend'",
  );
  await gone;
  client.release(true);
  await pool.end();
});

describe("refused, with one line and exit code 1:", () => {
  test("a database of another project", async () => {
    await query("postgres", "create database theirs");
    await query("theirs", "create table invoices ()");
    await expectRefusal({ DATABASE_URL: urlOf("theirs") }, /"theirs" is not ours, it holds the relation invoices/);
    expect(await query("theirs", "select from pg_namespace where nspname = 'graphile_migrate'")).toEqual([]);
  });

  test("a database that a newer version of the code has migrated", async () => {
    await query("postgres", "create database newer template engagement");
    await query("newer", "insert into graphile_migrate.migrations values ('sha1:newer', null, '999999.sql')");
    await expectRefusal({ DATABASE_URL: urlOf("newer") }, /1 more migrations than this version/);
  });

  test("a database that another project migrated with the same tool", async () => {
    await query("postgres", "create database cousin template engagement");
    await query("cousin", "update graphile_migrate.migrations set hash = 'sha1:theirs' where filename >= all (select filename from graphile_migrate.migrations)");
    await expectRefusal({ DATABASE_URL: urlOf("cousin") }, /another project or branch/);
  });

  test("a role without the rights", async () => {
    await query("postgres", "create role weak login password 'weak'");
    await query("postgres", "create database narrow owner weak");
    await expectRefusal({ DATABASE_URL: urlOf("narrow", "weak") }, /"weak" has not enough rights/);
  });

  test("a login for which row-level security would be no wall", async () => {
    await query("postgres", "grant app_owner to app_server");
    await expectRefusal({ DATABASE_URL: urlOf("engagement") }, /app_server may become app_owner, .*: revoke app_owner from app_server/);
    await query("postgres", "revoke app_owner from app_server");
  });

  test("a wrong password", () =>
    expectRefusal({ DATABASE_URL: urlOf("engagement", "nobody") }, /refuses to log in "nobody"/));

  test("an address where no PostgreSQL is", () =>
    expectRefusal(
      { DATABASE_URL: "postgres://a:secret@127.0.0.1:1/x" },
      /127.0.0.1:1 cannot be reached \(ECONNREFUSED\)/,
    ));

  test("a port in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => taken.once("listening", done));
    const address = taken.address();
    const port = typeof address === "object" && address ? String(address.port) : "";
    await expectRefusal({ PORT: port }, new RegExp(`Port ${port} of 127.0.0.1 is in use`));
    taken.close();
  });

  test("a wrong setting", () => expectRefusal({ PORT: "http" }, /PORT is "http"/));
});

async function expectRefusal(env: Record<string, string>, line: RegExp): Promise<void> {
  const { code, stderr } = await startInVain({ DATA_DIR: dataDir, ...env });
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^Error: .*\n$/);
  expect(stderr).not.toContain("secret");
  expect(code).toBe(1);
}

function urlOf(database: string, user?: string): string {
  const url = new URL(postgres.adminUrl);
  url.pathname = `/${database}`;
  if (user) [url.username, url.password] = [user, user];
  return url.href;
}

async function query(database: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
