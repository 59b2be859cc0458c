// Reads whether there are accounts of our own.
import { UserError } from "../user_error.ts";

/** Takes ACCOUNTS, returns whether it is on. Throws a UserError when it is neither 1, 0 nor empty. */
export function readAccounts(value: string | undefined): boolean {
  if (!value || value === "0") return false;
  if (value === "1") return true;
  throw new UserError(
    `ACCOUNTS is "${value}": set it to 1 for accounts with e-mail address and password, or leave it out.`,
  );
}
