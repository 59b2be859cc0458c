// A rush: an operator puts a few more on the shelf, and all who have unlocked the reward grab at once.
import { rewardInput } from "./catalogue.ts";
import type { Command, Population } from "./commands.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Random } from "./random.ts";

const mostAtOnce = 12;

export function rush(random: Random, knowledge: Knowledge, { users, limited }: Population): { restock: Command; claims: Command[] } {
  const reward = random.of(limited);
  const stock = (knowledge.stocks.get(reward.id) ?? reward.stock ?? 0) + random.from(1, 3);
  const hasUnlocked = (user: string): boolean => knowledge.of(user).unlocked.some((unlock) => unlock.reward === reward.id);
  const common = { asked: {}, key: null };
  return {
    restock: { ...common, kind: "stock", user: users[0] ?? "", input: rewardInput(reward, stock) },
    claims: users
      .filter(hasUnlocked)
      .slice(-mostAtOnce)
      .map((user) => ({ ...common, kind: "claim", user, input: { rewardId: reward.id } })),
  };
}
