/** What the load generator is asked for. */
export interface LoadJob {
  readonly port: number;
  /** Sent in turn. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second, whatever the server does (open loop); left out: as many as it answers (closed loop). */
  readonly rate?: number;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface LoadResult {
  /** Answers a second. */
  readonly rate: number;
  readonly answers: number;
  /** Answers that were not 2xx, and connections that ended. */
  readonly failures: number;
  /** Requests that the server had not answered a second after the end; open loop only. */
  readonly unanswered: number;
  /** From the moment when the request was due. */
  readonly latency: Latency;
}
