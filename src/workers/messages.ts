// What the primary process and its workers tell each other.

/** From a worker, once it listens: an order that comes while it still loads its modules would be lost. */
export const waiting = "waiting for the order";

/** To a worker, once: what only the primary knows. */
export interface Order {
  /** For its pool: logs in as app_server. */
  readonly serverUrl: string;
  readonly poolSize: number;
}

/** From a worker, once it serves. */
export interface Report {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
}
