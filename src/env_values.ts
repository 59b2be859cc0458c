// Reads what a setting can be, wherever it is read: a switch or a number.
import { UserError } from "./user_error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Takes 1, 0 or nothing, which means `otherwise`. Throws a UserError that says what else it is. */
export function readSwitch(env: Environment, name: string, otherwise = false): boolean {
  const value = env[name];
  if (!value) return otherwise;
  if (value === "0") return false;
  if (value === "1") return true;
  throw new UserError(`${name} is "${value}": set it to ${otherwise ? 0 : 1}, or leave it out.`);
}

/** Takes a whole number from `min` to `max`, or nothing, which means `otherwise`. Throws a UserError that says what else it is. */
export function readNumber<Otherwise extends number | undefined>(
  env: Environment,
  name: string,
  { min, max, otherwise }: { min: number; max: number; otherwise: Otherwise },
): number | Otherwise {
  const value = env[name];
  if (!value) return otherwise;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= min && number <= max) return number;
  throw new UserError(`${name} is "${value}": set it to a whole number from ${min} to ${max}, or leave it out${otherwise === undefined ? "" : ` (${otherwise})`}.`);
}
