import type { SigningEvent } from '../platform/audit/signing-event.js';

/** What was signed, and what is to be written of it before the answer may leave. */
export interface Prepared<Answer> {
  readonly answer: Answer;
  readonly event: SigningEvent;
}

/** At once wherever nothing has to be waited for: credentials at hand, a tenant that is proven. */
export type MaybePromise<T> = T | Promise<T>;
