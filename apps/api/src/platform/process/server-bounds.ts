import { getHeapStatistics } from 'node:v8';

/** What clients may take of the process. */
export interface ServerBounds {
  /** For each one more, the connection that has waited longest is closed. */
  readonly maxConnections: number;
  /** More are refused: `503 service_unavailable`. */
  readonly maxRequestsInFlight: number;
  /** Milliseconds until a request must have arrived. */
  readonly requestTimeout: number;
}

const HEAP = getHeapStatistics().heap_size_limit;
const MIB = 1024 ** 2;

/** Bytes for bodies and answers: twice the largest body, so that one leaves room for others. */
export const MEMORY = Math.min(Math.max(HEAP / 4, 16 * MIB), 96 * MIB);

/** Bytes of heap for each connection: what it takes itself, and what comes over it. */
const CONNECTION = 96 * 1024;
const MAX_CONNECTIONS = Math.min(4096, Math.floor(HEAP / CONNECTION));

export const SERVER_BOUNDS: ServerBounds = {
  maxConnections: MAX_CONNECTIONS,
  maxRequestsInFlight: Math.min(1024, MAX_CONNECTIONS >> 1), // so that some are always left to be closed
  requestTimeout: 30_000,
};
