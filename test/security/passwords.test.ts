// Passwords are hashed slowly, whole, a few at a time, and a stored hash says how.
import { BusyError, createPasswords } from "../../src/accounts/passwords.ts";

const cheap = createPasswords({ ln: 4, r: 8, p: 1 });

test("a hash says with what it was made, and is another one each time", async () => {
  const [first, second] = [await cheap.hash("correct horse"), await cheap.hash("correct horse")];
  expect(first).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(second).not.toBe(first);
  expect([await cheap.verify("correct horse", first), await cheap.verify("correct horse", second)]).toEqual([true, true]);
});

test("it is what anybody's scrypt makes of it (RFC 7914)", async () => {
  const key = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640";
  const [salt, hash] = [Buffer.from("NaCl"), Buffer.from(key, "hex")].map((bytes) => bytes.toString("base64").replaceAll("=", ""));
  expect(await cheap.verify("password", `$scrypt$ln=10,r=8,p=16$${salt}$${hash}`)).toBe(true);
});

test.each([
  ["the last of 1,000 characters", "p".repeat(999) + "a", "p".repeat(999) + "b", false],
  ["a character after the 72nd byte", `${"p".repeat(72)}a`, `${"p".repeat(72)}b`, false],
  ["a capital", "correct horse", "Correct horse", false],
  ["a space at the end", "correct horse", "correct horse ", false],
  ["how an accent is written", "caf\u00e9 au lait", "cafe\u0301 au lait", true],
  ["the width of letters", "ｃｏｒｒｅｃｔ horse", "correct horse", true],
])("%s matters, or not", async (_what, password, tried, isSame) =>
  expect(await cheap.verify(tried, await cheap.hash(password))).toBe(isSame));

test("nobody's hash is never right", async () => expect(await cheap.verify("", undefined)).toBe(false));

test("a hash with other parameters is outdated", async () => {
  const hash = await cheap.hash("correct horse");
  expect([cheap.isOutdated(hash), createPasswords().isOutdated(hash)]).toEqual([false, true]);
});

test("what is no hash of ours is our fault, and not a wrong password", async () =>
  expect(cheap.verify("correct horse", "$scrypt$plain")).rejects.toThrow("not one of ours"));

test("when too many wait, the next is refused, and later let in again", async () => {
  const passwords = createPasswords({ ln: 4, r: 8, p: 1 });
  expect(passwords.isBusy()).toBe(false);
  const tried = Array.from({ length: 200 }, () => passwords.verify("correct horse", undefined).catch((error: unknown) => error));
  expect(passwords.isBusy()).toBe(true);
  const answers = await Promise.all(tried);
  expect(answers.filter((answer) => answer === false).length).toBeGreaterThan(10);
  expect(answers.filter((answer) => answer instanceof BusyError).length).toBeGreaterThan(100);
  expect(passwords.isBusy()).toBe(false);
  expect(await passwords.verify("correct horse", undefined)).toBe(false);
});
