/** How many connections to PostgreSQL a server takes, and when it says that they are too many. */
import { poolSize } from "../../src/database/pool_size.ts";

const usual = { asked: undefined, processes: 1, available: 97 };

test.each([
  ["by cores", usual, 4, 16],
  ["at least 8", usual, 1, 8],
  ["at most 32", usual, 64, 32],
  ["shared among the processes", { ...usual, processes: 4 }, 4, 4],
  ["at least 2 for each", { ...usual, processes: 8 }, 1, 2],
  ["half of what there is, with those that count requests", { ...usual, available: 20 }, 4, 8],
  ["as asked for", { ...usual, asked: 50 }, 4, 50],
])("%s", (_what, asked, cores, each) => {
  expect(poolSize(asked, cores)).toEqual({ each, warning: undefined });
});

test("what PostgreSQL has not is told", () => {
  expect(poolSize({ asked: 48, processes: 2, available: 100 }, 4)).toEqual({ each: 48, warning: undefined });
  const { each, warning } = poolSize({ asked: 49, processes: 2, available: 100 }, 4);
  expect(each).toBe(49);
  expect(warning).toMatch(/2 × \(49 \+ 2\) connections .* PostgreSQL has 100: lower DATABASE_POOL_SIZE/);
  expect(poolSize({ asked: undefined, processes: 1, available: 3 }, 4)).toMatchObject({ each: 2, warning: expect.any(String) });
});
