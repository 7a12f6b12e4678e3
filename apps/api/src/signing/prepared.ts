import type { SigningEvent } from '../platform/audit/signing-event.js';

/** What was signed, and what is to be written of it before the answer may leave. */
export interface Prepared<Answer> {
  readonly answer: Answer;
  readonly event: SigningEvent;
}
