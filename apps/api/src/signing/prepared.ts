import type { SigningEvent } from '../platform/audit/signing-event.js';

/** A signed answer, and the audit event that must be written before the answer is sent. */
export interface Prepared<Answer> {
  readonly answer: Answer;
  readonly event: SigningEvent;
}
