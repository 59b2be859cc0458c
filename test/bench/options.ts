// What can be asked of the benchmark, by its command line.
import { parseArgs } from "node:util";
import { UserError } from "../../src/user_error.ts";

export interface Options {
  users: number;
  /** That each user has lived before. */
  days: number;
  rounds: number;
  /** Of one variant's turn. */
  seconds: number;
  connections: number;
  /** Processes of a second server, beside the one of one process. */
  workers: number;
  /** Sizes to grow through; none without. */
  growth: Size[];
  /** The share of their users who ever come; the pages of the others are not kept in memory for them. */
  active: number;
  peer: Peer | undefined;
  pgbench: string;
  /** Where the data are while it runs. */
  folder: string | undefined;
  /** A file for all figures. */
  json: string | undefined;
  /** Whether test/bench/RESULTS.md is written. */
  write: boolean;
}

/** So many users, each with so many days. */
export interface Size {
  /** As it was asked for. */
  name: string;
  users: number;
  days: number;
}

/** A server with the routes `POST /checkins` and `GET /me`. */
export interface Peer {
  url: string;
  /** Each checks in once; when there is but one it does so again and again. */
  tokens: string[];
  /** Its process, when it runs on this machine. */
  pid: number | undefined;
}

// Few connections: the first calls of each plan all that they run.
const short = { users: "300", rounds: "2", seconds: "0.05", days: "7", connections: "2", active: "0.2" };
const long = { users: "10000", rounds: "9", seconds: "2", days: "9", connections: "16", active: "0.2" };

/** Reads the arguments. Throws UserError on one that makes no sense. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      users: { type: "string" },
      days: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      connections: { type: "string" },
      workers: { type: "string", default: "2" },
      growth: { type: "string", default: "" },
      active: { type: "string" },
      peer: { type: "string" },
      "peer-token": { type: "string", default: "" },
      "peer-pid": { type: "string" },
      pgbench: { type: "string", default: "pgbench" },
      folder: { type: "string" },
      json: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const given = { ...(values.quick ? short : long), ...values };
  return {
    users: positive("users", given.users),
    days: positive("days", given.days),
    rounds: positive("rounds", given.rounds),
    seconds: positive("seconds", given.seconds),
    connections: positive("connections", given.connections),
    workers: positive("workers", given.workers),
    growth: given.growth.split(",").filter(Boolean).map((size) => sizeOf(size, given.days)),
    active: Math.min(1, positive("active", given.active)),
    peer: given.peer === undefined ? undefined : {
      url: given.peer.replace(/\/$/, ""),
      tokens: given["peer-token"].split(",").filter(Boolean),
      pid: given["peer-pid"] === undefined ? undefined : positive("peer-pid", given["peer-pid"]),
    },
    pgbench: given.pgbench,
    folder: given.folder,
    json: given.json,
    write: given.write,
  };
}

// 10000, or 10000x365 for another number of days.
function sizeOf(name: string, standard: string): Size {
  const [users = "", days = standard] = name.split("x");
  return { name, users: positive("growth", users), days: positive("growth", days) };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UserError(`--${name} is "${value}": give a number above 0.`);
}
