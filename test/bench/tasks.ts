// What is asked of the load generator, and what it answers: both travel between processes as JSON.

export interface HttpRequest {
  token: string;
  /** Sent by POST; without one it is a GET. */
  body?: string;
}

/** So many connections, each with one request at a time. */
export interface HttpTask {
  kind: "http";
  origin: string;
  path: string;
  connections: number;
  requests: HttpRequest[];
  /** What each answer has to hold to be right. */
  expected: string;
  /** Which statuses are right: 200 without. */
  statuses?: number[];
  /** Requests a second, sent whether or not the ones before are answered; latency counts from when each was due. */
  rate?: number;
}

/** One statement for each list of values, by so many connections of the pg driver. */
export interface SqlTask {
  kind: "sql";
  url: string;
  connections: number;
  statement: string;
  values: unknown[][];
  expected: string;
}

/** So many transactions as pgbench's own, by so many connections of the pg driver. */
export interface TpcbTask {
  kind: "tpcb";
  url: string;
  connections: number;
  transactions: number;
  scale: number;
}

export type Task = HttpTask | SqlTask | TpcbTask;

export interface Outcome {
  seconds: number;
  /** Of each right answer. */
  latenciesMs: number[];
  /** Which were not answered rightly, by index, and the first reasons. */
  failed: number[];
  reasons: string[];
  /** What the generator itself used: near 1000 for each second it is the bottleneck. */
  generatorCpuMs: number;
}
