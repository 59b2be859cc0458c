// How long anything of a request may take, so that nobody holds a connection or a lock for long. All of it follows from one number.

/** What an operator asks can be about everybody, and may take so many times as long. */
const operatorsShare = 6;
// A statement is cancelled, a command that only waits for another one gives up before.
const lockShare = 0.5;
const transactionShare = 1.5;
const planningMsMax = 1_000;

/**
 * PostgreSQL's own timeouts for the transactions of a request.
 * @param requestSecondsMax how long a user's statement may take
 * @param isSince17 whether this PostgreSQL can end a whole transaction
 */
export function databaseTimeouts(
  requestSecondsMax: number,
  { isOperator, isSince17 }: { isOperator: boolean; isSince17: boolean },
): Record<string, string> {
  const statementMs = requestSecondsMax * 1_000 * (isOperator ? operatorsShare : 1);
  return {
    statement_timeout: String(statementMs),
    lock_timeout: String(requestSecondsMax * 1_000 * lockShare),
    idle_in_transaction_session_timeout: String(requestSecondsMax * 1_000),
    ...(isSince17 && { transaction_timeout: String(statementMs * transactionShare) }),
  };
}

/** Grafast's; they end what an operator may ask for at the latest, and do not stop SQL. */
export function grafastTimeouts(requestSecondsMax: number): { planning: number; execution: number } {
  return { planning: planningMsMax, execution: requestSecondsMax * 1_000 * operatorsShare * transactionShare };
}
