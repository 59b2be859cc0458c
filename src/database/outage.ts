// Tells a database that cannot answer just now from a mistake of ours: the one is worth another try, the other is not.
import { errorCode } from "../user_error.ts";

// Refused, lost, read-only after a failover, or in another's way: by SQLSTATE, or by the system's name for it.
const outage =
  /^(08...|25006|25P03|57014|28...|40001|40P01|53...|55P03|57P..|ECONN[A-Z]+|E(PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|NOENT|AI_AGAIN))$/;
// pg's own have no code, and hide what PostgreSQL said last.
const brokenConnection =
  /^(Connection terminated|Client (has encountered a connection error|was closed) and is|timeout exceeded when trying)/;

/** Takes what a query failed with, returns whether the database is away. */
export function isOutage(error: Error | null | undefined): boolean {
  const code = errorCode(error) ?? "";
  return outage.test(code) || (!code && brokenConnection.test(error?.message ?? ""));
}
