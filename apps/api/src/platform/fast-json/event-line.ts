import { membersJson, memoizeLast } from './memoize-last.js';
import type { AuditEvents } from '../audit/audit-line.js';
import { areSameConstraints, constraintsJson } from './constraints-json.js';
import type { SigningEvent } from '../audit/signing-event.js';

const MESSAGE = 'signing' satisfies keyof AuditEvents;

/**
 * Writes an event as pino would. Ids consist of letters, digits, `-` and `_`, so they need no escaping. The text that
 * consecutive events share is reused, which takes 1.4 µs instead of 2.7.
 */
export const eventLine = (event: SigningEvent, { beforeId, beforeKey, end }: EventFrame): string =>
  beforeId + event.signingId + beforeKey + JSON.stringify(event.key) + end;

/** The parts of a log line that are the same for all events that differ only in signing id and key. */
export interface EventFrame {
  readonly beforeId: string;
  readonly beforeKey: string;
  readonly end: string;
}

/**
 * Returns the shared parts of an event's log line.
 *
 * @param time ISO 8601
 */
export const eventFrame = (event: SigningEvent, time: string): EventFrame => ({
  beforeId: `{"level":"info","time":"${time}","signingId":"`,
  beforeKey: `","requestId":"${event.requestId}",${callerJson(event)},"key":`,
  end: `,"constraints":${constraintsJson(event.constraints)},${termJson(event)},"msg":"${MESSAGE}"}\n`,
});

/** Returns whether two events have the same frame. */
export const haveSameFrame = (event: SigningEvent, last: SigningEvent): boolean =>
  event.requestId === last.requestId &&
  haveSameCaller(event, last) &&
  haveSameTerm(event, last) &&
  areSameConstraints(event.constraints, last.constraints);

const haveSameCaller = (event: SigningEvent, last: SigningEvent): boolean =>
  event.tenant === last.tenant &&
  event.subject === last.subject &&
  event.issuer === last.issuer &&
  event.session === last.session &&
  event.action === last.action &&
  event.method === last.method &&
  event.bucket === last.bucket;

const callerJson = memoizeLast(
  haveSameCaller,
  ({ tenant, subject, issuer, session, action, method, bucket }) =>
    membersJson({ tenant, subject, issuer, session, action, method, bucket }),
);

const haveSameTerm = (event: SigningEvent, last: SigningEvent): boolean =>
  event.expiresAt === last.expiresAt &&
  event.limitedBy === last.limitedBy &&
  event.accessKeyId === last.accessKeyId;

const termJson = memoizeLast(haveSameTerm, ({ expiresAt, limitedBy, accessKeyId }) =>
  membersJson({ expiresAt, limitedBy, accessKeyId }),
);
