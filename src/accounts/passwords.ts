// Hashes and verifies passwords, a few at a time: hashing is meant to be expensive, and must not be so for everybody else.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";

export interface Passwords {
  /** Hashes a password with the parameters of today. Throws BusyError as verify does. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is that of the hash. Without a hash it is not, which takes exactly as long.
   * @throws BusyError when too many wait already
   */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether the hash has other parameters than those of today. */
  isOutdated(hash: string): boolean;
  /** Whether too many wait already. */
  isBusy(): boolean;
}

/** Too many passwords wait to be hashed. */
export class BusyError extends Error {}

interface Cost {
  /** The logarithm of N, as in the hash. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

// Of the settings that OWASP lists as equal, N=2^15 needs 32 MiB for each hash instead of 128, and took two thirds of the time.
const costOfToday: Cost = { ln: 15, r: 8, p: 3 };
const saltBytes = 16;
const keyBytes = 32;
// Hashing blocks one of libuv's four threads, on which files and names are looked up too; and a core.
const threadsMax = 3;
// Some 5 s of waiting; who comes later is better told to come again.
const waitingForEach = 16;

/**
 * Makes what hashes and verifies.
 * @param cost another one only in tests of what follows from it
 * @param processes among which the cores are shared
 */
export function createPasswords(cost: Cost = costOfToday, processes = 1): Passwords {
  const concurrency = Math.max(1, Math.min(Math.floor((availableParallelism() - 1) / processes), threadsMax));
  const waitingMax = waitingForEach * concurrency;
  const limit = pLimit(concurrency);
  const nobodys = format(cost, randomBytes(saltBytes), randomBytes(keyBytes));
  const isBusy = () => limit.pendingCount >= waitingMax;
  const derive = (password: string, salt: Buffer, length: number, by: Cost) => {
    if (isBusy()) throw new BusyError("too many passwords wait to be hashed");
    return limit(() => deriveKey(password, salt, length, by));
  };
  return {
    isBusy,
    isOutdated: (hash) => costOf(parse(hash).cost) !== costOf(cost),
    async hash(password) {
      const salt = randomBytes(saltBytes);
      return format(cost, salt, await derive(password, salt, keyBytes, cost));
    },
    async verify(password, hash) {
      const stored = parse(hash ?? nobodys);
      const key = await derive(password, stored.salt, stored.key.length, stored.cost);
      return timingSafeEqual(key, stored.key) && hash !== undefined;
    },
  };
}

// NFKC: the same letters, however a keyboard writes them, are the same password.
function deriveKey(password: string, salt: Buffer, length: number, { ln, r, p }: Cost): Promise<Buffer> {
  const [N, maxmem] = [2 ** ln, 2 * 128 * 2 ** ln * r];
  return new Promise((done, fail) => {
    scrypt(password.normalize("NFKC"), salt, length, { N, r, p, maxmem }, (error, key) => (error ? fail(error) : done(key)));
  });
}

// PHC string format, as argon2 and others write it.
function format(cost: Cost, salt: Buffer, key: Buffer): string {
  return `$scrypt$${costOf(cost)}$${unpadded(salt)}$${unpadded(key)}`;
}

function parse(hash: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [, ln, r, p, salt = "", key = ""] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/-]+)\$([\w+/-]+)$/.exec(hash) ?? [];
  if (!key) throw new Error("a stored password hash is not one of ours");
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

function costOf({ ln, r, p }: Cost): string {
  return `ln=${ln},r=${r},p=${p}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
