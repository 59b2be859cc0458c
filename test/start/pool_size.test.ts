/** How many connections to PostgreSQL a server takes, and when they are too many for PostgreSQL. */
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
  expect(poolSize(asked, cores)).toBe(each);
});

test("what PostgreSQL has not is refused", () => {
  expect(poolSize({ asked: 48, processes: 2, available: 100 }, 4)).toBe(48);
  expect(() => poolSize({ asked: 49, processes: 2, available: 100 }, 4)).toThrow(
    /would need 102 connections .*2 × \(49 \+ 2\).* lets it have 100: lower DATABASE_POOL_SIZE or WEB_CONCURRENCY, or raise max_connections/,
  );
  expect(() => poolSize({ asked: 99, processes: 1, available: 100 }, 4)).toThrow(/: lower DATABASE_POOL_SIZE, or raise/);
  expect(() => poolSize({ asked: undefined, processes: 64, available: 100 }, 4)).toThrow(/would need 256 .*: lower WEB_CONCURRENCY, or raise/);
  expect(() => poolSize({ asked: undefined, processes: 1, available: 3 }, 4)).toThrow(/would need 4 .* lets it have 3: raise max_connections/);
});
