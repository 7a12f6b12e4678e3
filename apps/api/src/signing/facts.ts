import { formatTime, type EpochSeconds, type Lifetime } from '#s3-presign';
import type { Prepared } from './prepared.js';
import type { Constraint, SignedAnswer } from './signing-answer.js';
import type { Target } from './target.js';

/** When something is signed, and how it is called. */
export interface Facts {
  readonly now: EpochSeconds;
  /** ULID. */
  readonly signingId: string;
}

interface Signed extends Lifetime {
  readonly accessKeyId: string;
}

/**
 * What answer and event of a signing say alike, said once.
 *
 * @param own what only the answer says
 */
export function prepared<Own extends { readonly method: string }>(
  { access, action, name, key }: Target,
  own: Own,
  signed: Signed,
  constraints: readonly Constraint[],
  { signingId }: Facts,
): Prepared<Own & SignedAnswer> {
  const { tenant, caller, requestId, session } = access;
  const { expiresIn, limitedBy, accessKeyId } = signed;
  const expiresAt = formatTime(signed.expiresAt);
  const all: Constraint[] = [...constraints, { name: 'expiresAt', value: expiresAt, enforcedBy: 's3' }];
  return {
    answer: { ...own, key: name, expiresAt, expiresIn, limitedBy, signingId, constraints: all },
    event: {
      signingId,
      requestId,
      tenant: tenant.id,
      subject: caller.subject,
      issuer: caller.issuer,
      session: session?.id,
      action,
      method: own.method,
      bucket: tenant.entry.bucket,
      key,
      constraints: all,
      expiresAt,
      limitedBy,
      accessKeyId,
    },
  };
}
