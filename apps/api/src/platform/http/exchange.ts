import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../caller.js';

/** The body of an admitted request while it arrives. */
export interface ArrivingBody {
  /** The number of bytes that have arrived. */
  received: number;
  /** The number of arrived bytes at the last checks, one check per second, the newest last. */
  readonly looks: number[];
  /** Rejects the wait for the rest of the body. */
  readonly fail: (error: Error) => void;
}

/** A request and its answer, from the request's head to the answer's last byte. */
export class Exchange {
  /** The time at which the head had arrived, in milliseconds of `performance.now()`. */
  readonly since = performance.now();
  /** The caller; set when the request is admitted. */
  caller: Caller | undefined = undefined;
  tenant = '';
  /** The index in the list of admitted exchanges; -1 if the exchange is not in the list. */
  index = -1;
  /** The number of bytes of memory reserved for body and answer, beyond the amount that every request may use. */
  bytes = 0;
  body: ArrivingBody | undefined = undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {}
}
