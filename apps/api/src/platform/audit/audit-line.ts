import type { AttributedSessionEvent } from './attributed-session-event.js';
import type { SessionEvent } from './session-event.js';
import type { SigningEvent } from './signing-event.js';
import type { StorageEvent } from './storage-event.js';

/**
 * The events of the audit log, by the member `msg` of their lines. `signings:trace` finds the events by these names.
 */
export interface AuditEvents {
  readonly signing: SigningEvent;
  readonly session: AttributedSessionEvent;
  readonly storage: StorageEvent;
  readonly 'upload session': SessionEvent;
}

/** A parsed line of the audit log. `time` is ISO 8601. */
export type AuditLine<Message extends keyof AuditEvents> = {
  readonly [Each in Message]: AuditEvents[Each] & { readonly msg: Each; readonly time: string };
}[Message];
