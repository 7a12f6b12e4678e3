import { Injectable } from '@nestjs/common';
import type { Tracing } from './tracing.js';

/** Spans around what a request does. Until `tracing` is set, which is where traces are wanted, the calls are just made. */
@Injectable()
export class Spans {
  tracing: Pick<Tracing, 'within'> | undefined;

  within<T>(name: string, call: () => T): T {
    return this.tracing === undefined ? call() : this.tracing.within(name, call);
  }
}
