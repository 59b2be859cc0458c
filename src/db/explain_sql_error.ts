// Says in which file of sql/ an error is, after graphile-migrate put them all into one text.
import pg from "pg";

/** The error, with `sql/tables/x.sql:12` in front where the text came from an include. */
export function explainSqlError(error: unknown, sql: string, file: string): unknown {
  if (!(error instanceof pg.DatabaseError) || error.position === undefined) return error;
  let at = { file, line: 0 };
  const outer: (typeof at)[] = [];
  for (const line of sql.slice(0, Number(error.position)).split("\n")) {
    at.line += 1;
    const included = /^--! Included (.+)$/.exec(line)?.[1];
    if (included !== undefined) {
      outer.push(at);
      at = { file: `sql/${included}`, line: 0 };
    } else if (line.startsWith("--! EndIncluded ")) at = outer.pop() ?? at;
  }
  return new Error(`${at.file}:${at.line}: ${error.message}`, { cause: error });
}
