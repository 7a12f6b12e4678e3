/** A job for the load generator. */
export interface LoadJob {
  readonly port: number;
  /** The requests, which are sent in turn. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /**
   * The number of requests per second, independent of the server (open loop). If it is left out, requests are sent as
   * fast as they are answered (closed loop).
   */
  readonly rate?: number;
}

/** Latencies in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface LoadResult {
  /** The number of answers per second. */
  readonly rate: number;
  readonly answers: number;
  /** The number of answers that were not 2xx, and of connections that ended. */
  readonly failures: number;
  /** The number of requests that the server had not answered a second after the end; open loop only. */
  readonly unanswered: number;
  /** The latency, measured from the time when a request was due. */
  readonly latency: Latency;
}
