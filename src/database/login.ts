// Refuses to serve with a login that could do what clients must not: row-level security would be no wall.
import type pg from "pg";
import { UserError } from "../user_error.ts";

const mayBecome = ["app_anonymous", "app_user", "app_operator"];

/**
 * Looks at whom the pool logs in as.
 * @throws UserError when that is a superuser, passes by row-level security, makes roles, or may become any role but a client's
 */
export async function refuseMightyLogin(pool: Pick<pg.Pool, "query">): Promise<void> {
  const { rows } = await pool.query<{ login: string; is_mighty: boolean; others: string | null }>(
    `select r.rolname as login, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolreplication as is_mighty,
       (select string_agg(o.rolname, ', ' order by o.rolname) from pg_catalog.pg_roles o
         where o.oid <> r.oid and o.rolname <> all ($1) and pg_catalog.pg_has_role(r.oid, o.oid, 'member')) as others
     from pg_catalog.pg_roles r where r.rolname = session_user`,
    [mayBecome],
  );
  const [found] = rows;
  if (!found) throw new UserError("PostgreSQL does not say who the server is logged in as.");
  const { login, is_mighty: isMighty, others } = found;
  if (isMighty)
    throw new UserError(`The role ${login} may do too much to serve with: alter role ${login} nosuperuser nobypassrls nocreaterole noreplication.`);
  if (others)
    throw new UserError(`The role ${login} may become ${others}, too much to serve with: revoke ${others} from ${login}.`);
}
