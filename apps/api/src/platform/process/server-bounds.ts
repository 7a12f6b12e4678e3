import { getHeapStatistics } from 'node:v8';

/** Limits on the resources that clients can use. */
export interface ServerBounds {
  /**
   * The maximum number of connections. A further one closes an existing connection, beginning with those of the tenant
   * that has the most.
   */
  readonly maxConnections: number;
  /** The maximum number of requests in progress. Further ones are refused with `503 service_unavailable`. */
  readonly maxRequestsInFlight: number;
  /** The time in milliseconds within which a request must have arrived. */
  readonly requestTimeout: number;
}

const HEAP = getHeapStatistics().heap_size_limit;
const MIB = 1024 ** 2;

/**
 * The number of bytes of memory for bodies and answers: twice the largest body, so that one such body leaves room for
 * others.
 */
export const MEMORY = Math.min(Math.max(HEAP / 4, 16 * MIB), 96 * MIB);

/** The number of bytes of heap for each connection, including the data that arrives over it. */
const CONNECTION = 96 * 1024;
const MAX_CONNECTIONS = Math.min(4096, Math.floor(HEAP / CONNECTION));

export const SERVER_BOUNDS: ServerBounds = {
  maxConnections: MAX_CONNECTIONS,
  maxRequestsInFlight: Math.min(1024, MAX_CONNECTIONS >> 1), // so that some connections can always be closed
  requestTimeout: 30_000,
};
