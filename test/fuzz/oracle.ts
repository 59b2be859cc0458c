/** Knows every name that an outsider has no business to read, and finds it in an answer. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { TestDatabase } from "../support/database.ts";

const checkout = join(import.meta.dirname, "../..");
// What PostgreSQL, Node and the libraries say when nobody has caught them.
const voices = [
  /\bat (async )?[\w.<> ]+ \(?(file|node|\/)/, /node_modules/, /file:\/\/\//, /\bpg_\w+/, /PL\/pgSQL/, /syntax error at or near/i, /violates .*constraint/i, /permission denied/i,
  /relation "/i, /column "/i, /role "/i, /search_path/, /SQLSTATE/, /TypeError|RangeError|ReferenceError|SyntaxError/, /Cannot read propert/, /undefined is not/, /ECONN/, /graphile|postgraphile|grafast|grafserv|express/i,
  /You are using/, /Did you mean/,
];

export interface Oracle {
  /** How many names it knows. */
  names: number;
  /** What of them an answer holds, and the request did not. */
  leaks(answer: string, request: string): string[];
}

/** Learns the names of tables, columns, functions, constraints, types, schemas, roles and files as they are now. */
export async function createOracle(database: TestDatabase): Promise<Oracle> {
  const inDatabase = await database.query<{ name: string }>(`
    with ours as (select oid from pg_namespace where nspname ~ '^app_' or nspname = 'graphile_migrate')
    select relname as name from pg_class where relnamespace in (select oid from ours)
    union select proname from pg_proc where pronamespace in (select oid from ours)
    union select typname from pg_type where typnamespace in (select oid from ours)
    union select conname from pg_constraint where connamespace in (select oid from ours)
    union select polname from pg_policy
    union select attname from pg_attribute join pg_class c on c.oid = attrelid where c.relnamespace in (select oid from ours) and attnum > 0
    union select nspname from pg_namespace
    union select rolname from pg_roles
    union select current_database()`);
  const told = await database.query<{ name: string }>(`
    select id as name from app_private.rewards union select id from app_private.items union select id from app_private.metrics
    -- The journal says what was asked, by the names of the arguments.
    union select unnest(proargnames) from pg_proc where pronamespace = 'app_public'::regnamespace`);
  const public_ = new Set(told.map(({ name }) => name));
  const files = readdirSync(join(checkout, "src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  // A single word may be anybody's; one with an underscore, or a path, is ours.
  const names = [...inDatabase.map(({ name }) => name).filter((name) => name.includes("_") && !public_.has(name)), ...files, checkout];
  const pattern = new RegExp(`(?<![\\w-])(${names.map((name) => name.replace(/[^\w]/g, "\\$&")).join("|")})(?![\\w-])`, "g");
  return {
    names: names.length,
    leaks(answer, request) {
      const said = answer.replaceAll("\\n", "\n");
      const found = [...said.matchAll(pattern)].map(([name]) => name);
      const heard = voices.flatMap((voice) => voice.exec(said)?.[0] ?? []);
      return [...new Set([...found, ...heard])].filter((name) => !request.includes(name));
    },
  };
}
