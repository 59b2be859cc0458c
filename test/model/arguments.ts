// Reads the arguments of a call.
import type { Call } from "./commands.ts";
import { dayOf } from "./time.ts";
import type { Day } from "./time.ts";

export const text = ({ arguments: given }: Call, name: string): string | null => (given[name] ?? null) as string | null;
export const number = ({ arguments: given }: Call, name: string): number | null =>
  (given[name] ?? null) as number | null;

export const requiredText = (call: Call, name: string): string => text(call, name) ?? "";
export const requiredDay = (call: Call, name: string): Day => dayOf(requiredText(call, name));
