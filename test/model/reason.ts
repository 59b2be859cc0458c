// Reasons that people write into a journal.
import { Refusal } from "./world.ts";

export function requireReason(reason: string): void {
  if (reason === "" || reason.length > 200) throw new Refusal("RS001");
}
