import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../caller.js';

/** The body of an admitted request while it arrives. */
export interface ArrivingBody {
  /** Bytes so far. */
  received: number;
  /** Bytes at the last looks, one a second, the newest last. */
  readonly looks: number[];
  /** Ends the wait for the rest of the body. */
  readonly fail: (error: Error) => void;
}

/** A request and its answer, from the request's head to the answer's last byte. */
export class Exchange {
  /** Milliseconds of `performance.now()` when the head was there. */
  readonly since = performance.now();
  /** Set when the request is admitted. */
  caller: Caller | undefined = undefined;
  tenant = '';
  /** Position among the admitted exchanges; -1 outside. */
  index = -1;
  /** Bytes of memory that are reserved for the body and the answer, beyond what every request may use. */
  bytes = 0;
  body: ArrivingBody | undefined = undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {}
}
