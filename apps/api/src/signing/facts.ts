import { formatTime, type EpochSeconds, type Lifetime } from '#s3-presign';
import type { Constraint } from '../platform/audit/constraint.js';
import type { SigningEvent } from '../platform/audit/signing-event.js';
import type { SignedAnswer } from './signing.response.js';
import type { Target } from './target.js';

/** The time and the id of a signing. */
export interface SigningStamp {
  readonly now: EpochSeconds;
  /** The ULID of the signing. */
  readonly signingId: string;
}

/** Returns the members that every signing's answer has. */
export function signedAnswer(
  { name }: Target,
  { expiresAt, expiresIn, limitedBy }: Lifetime,
  constraints: readonly Constraint[],
  { signingId }: SigningStamp,
): SignedAnswer {
  const end = formatTime(expiresAt);
  return {
    key: name,
    expiresAt: end,
    expiresIn,
    limitedBy,
    signingId,
    constraints: withEnd(constraints, end),
  };
}

/**
 * Creates the audit event of a signing, and marks the request as audited.
 *
 * @param answer the answer of the same signing
 */
export function signingEvent(
  { access, action, key }: Target,
  method: string,
  accessKeyId: string,
  { signingId, constraints, expiresAt, limitedBy }: SignedAnswer,
): SigningEvent {
  const { tenant, caller, requestId, session } = access;
  access.audited = true;
  return {
    signingId,
    requestId,
    tenant: tenant.id,
    subject: caller.subject,
    issuer: caller.issuer,
    session: session?.id,
    action,
    method,
    bucket: tenant.entry.bucket,
    key,
    constraints,
    expiresAt,
    limitedBy,
    accessKeyId,
  };
}

/**
 * Adds the expiry to constraints. The last result is reused, because most operations of a batch have the same
 * constraints.
 */
function withEnd(constraints: readonly Constraint[], value: string): readonly Constraint[] {
  if (constraints !== last.constraints || value !== last.value) {
    const all: Constraint[] = [...constraints, { name: 'expiresAt', value, enforcedBy: 's3' }];
    last = { constraints, value, all };
  }
  return last.all;
}

let last: { constraints?: readonly Constraint[]; value: string; all: readonly Constraint[] } = {
  value: '',
  all: [],
};
