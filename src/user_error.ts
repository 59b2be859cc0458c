// Marks the failures that whoever runs a command can cure, so that they are shown as one line without a stack.

/** A failure with one line for its reader: what is wrong, then what to do. */
export class UserError extends Error {}

/**
 * Runs a command's main function; a failure becomes one line on stderr and an exit code.
 * @param main what the command does
 * @param failureCode another one than 1, where that means something else
 */
export async function runCommand(main: () => Promise<void>, failureCode = 1): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = failureCode;
    console.error(error instanceof UserError ? `Error: ${error.message}` : error);
  }
}

/** The code of a system or PostgreSQL error (`ECONNREFUSED`, `42501`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return textOf(error, "code");
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return textOf(error, "message") || errorCode(error) || String(error);
}

// Not by instanceof: in Jest's sandbox the errors of Node are made by another Error.
function textOf(error: unknown, name: "code" | "message"): string | undefined {
  const value = (error as Partial<Record<typeof name, unknown>> | null | undefined)?.[name];
  return typeof value === "string" ? value : undefined;
}
