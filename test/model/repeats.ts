// Calls with the key of an earlier one: the same again, or with something changed.
import type { Call, OperatorCall, UserCall } from "./commands.ts";
import type { RepeatChange } from "./commands_shop.ts";
import { nothing } from "./seeds.ts";
import type { Json } from "./json.ts";

type Given = { [key: string]: Json };

export function repeated(earlier: Call, change: RepeatChange, users: string[]): Call {
  const { arguments: given } = earlier;
  const changed = (changes: Given): Call => ({ ...earlier, arguments: { ...given, ...changes } });
  const other = users.find((user) => user !== (earlier.user ?? given["user"])) ?? "";
  return {
    nothing: earlier,
    spelling: changed(inOtherWords(given)),
    "first argument": changed(firstChanged(given)),
    "last argument": changed(lastChanged(given)),
    command: otherCommand(earlier),
    user: earlier.user === null ? changed({ user: other }) : { ...earlier, user: other },
  }[change];
}

function inOtherWords({ quantity, gives }: Given): Given {
  if (gives !== undefined) return { gives: { ...nothing, ...(gives as Given) } };
  return quantity === undefined ? {} : { quantity: quantity ?? 1 };
}

function firstChanged({ amount, item_id, gives }: Given): Given {
  if (typeof amount === "number") return { amount: amount + 1 };
  if (gives !== undefined) return { gives: { ...(gives as Given), xp: 1 } };
  return { item_id: item_id === "coffee" ? "focus_chip" : "coffee" };
}

function lastChanged({ quantity, reason }: Given): Given {
  return quantity === undefined ? { reason: reason === "Why not." ? "Why." : "Why not." } : { quantity: 7 };
}

/** Of the same user, and as like it as may be. */
function otherCommand(earlier: Call): Call {
  const { at, arguments: given } = earlier;
  const { idempotency_key = null, item_id = "coffee", user: granted = null } = given;
  const own = (name: UserCall["name"], rest: Given): UserCall => {
    const user = earlier.user ?? (granted as string);
    return { at, user, name, arguments: { ...rest, idempotency_key } };
  };
  const grant: OperatorCall = {
    at,
    user: null,
    name: "grant_effects",
    arguments: { user: earlier.user, gives: { points: 1 }, reason: "Why.", idempotency_key },
  };
  if (earlier.name === "spend_energy") return grant;
  if (earlier.name === "buy_item") return own("use_item", { item_id });
  if (earlier.name === "use_item") return own("buy_item", { item_id, quantity: 1 });
  return own("spend_energy", { amount: 1, reason: null });
}
