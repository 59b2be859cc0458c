// `npm run token`: a token and nothing else, or one line that says what to do.
import { decodeJwt } from "jose";
import { runCommand } from "./run_command.ts";

const env = { TOKEN_SECRET: "a secret of a test, which is long enough" };

test("a token for a subject, with a zone, of an operator", async () => {
  const { code, stdout, stderr } = await runCommand("token.ts", ["alice", "Asia/Calcutta", "operator"], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(decodeJwt(stdout.trim())).toMatchObject({ sub: "alice", zoneinfo: "Asia/Calcutta" });
});

test.each([
  ["nobody", [], /^Error: Say whose token/],
  ["help", ["--help"], /^Error: Say whose token/],
  ["more than is known", ["alice", "Europe/Berlin", "admin"], /^Error: Say whose token/],
  ["no zone", ["alice", "Europe/Berlln"], /^Error: "Europe\/Berlln" is no time zone/],
  ["another case", ["alice", "Europe/berlin"], /is no time zone/],
  ["an old alias", ["alice", "US/Pacific"], /is no time zone/],
  ["an offset", ["alice", "+03:00"], /is no time zone/],
])("refused in one line: %s", async (_what, args, message) => {
  const { code, stdout, stderr } = await runCommand("token.ts", args, env);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(message) });
});
