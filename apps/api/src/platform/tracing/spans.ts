import { Injectable } from '@nestjs/common';
import type { Tracing } from './tracing.js';

/** Creates spans around steps of a request. While `tracing` is not set, the steps are called without a span. */
@Injectable()
export class Spans {
  tracing: Pick<Tracing, 'within'> | undefined;

  within<T>(name: string, call: () => T): T {
    return this.tracing === undefined ? call() : this.tracing.within(name, call);
  }
}
