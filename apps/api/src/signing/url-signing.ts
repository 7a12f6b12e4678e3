import { andThen, type MaybePromise, type PresignMethod, type SignedRequest } from '#s3-presign';
import type { Constraint } from '../platform/audit/constraint.js';
import { longestLife, type Limits } from '../tenancy/grants/limits.js';
import { signedAnswer, signingEvent, type SigningStamp } from './facts.js';
import type { Prepared } from './prepared.js';
import type { SigningAnswer } from './signing.response.js';
import type { Target } from './target.js';

/** The parameters of one URL to sign, translated into the terms of S3. */
export interface Signing {
  readonly method: PresignMethod;
  readonly expiresIn?: number | undefined;
  readonly minValidity?: number | undefined;
  /** The limits of the target that allow the rest of the request; if left out, all limits of the target. */
  readonly limits?: readonly Limits[];
  /** The signed parameters of the URL's query. */
  readonly query?: Readonly<Record<string, string>>;
  /** The signed header fields by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly constraints?: readonly Constraint[];
}

/** A header field that HTTP clients set themselves, and that a browser does not let a page set. */
const SET_BY_HTTP = 'content-length';

/** @throws PresignError */
export function signUrl(
  target: Target,
  signing: Signing,
  facts: SigningStamp,
): MaybePromise<Prepared<SigningAnswer>> {
  const { tenant, caller } = target.access;
  const { method, expiresIn, minValidity, headers, limits = target.limits } = signing;
  const query =
    tenant.entry.signingIdInUrl === false
      ? signing.query
      : { ...signing.query, 'x-signing-id': facts.signingId };
  const { key } = target;
  const signed = tenant
    .signersOf(caller)
    .presigner.sign(
      { method, key, expiresIn, minValidity, maxExpiresIn: longestLife(limits), headers, query },
      facts.now,
    );
  return andThen(signed, (request) => answered(target, signing, request, facts));
}

function answered(
  target: Target,
  { headers, constraints = [] }: Signing,
  signed: SignedRequest,
  facts: SigningStamp,
): Prepared<SigningAnswer> {
  const { url, method, signedHeaders, accessKeyId } = signed;
  const said = signedAnswer(target, signed, constraints, facts);
  return {
    answer: {
      url,
      method,
      headers: headers ? toBeSet(headers) : NONE,
      signedHeaders,
      key: said.key,
      expiresAt: said.expiresAt,
      expiresIn: said.expiresIn,
      limitedBy: said.limitedBy,
      signingId: said.signingId,
      constraints: said.constraints,
    },
    event: signingEvent(target, method, accessKeyId, said),
  };
}

const NONE: Readonly<Record<string, string>> = Object.freeze({});

function toBeSet(headers: Readonly<Record<string, string>>): Record<string, string> {
  const own: Record<string, string> = {};
  for (const name in headers) if (name !== SET_BY_HTTP) own[name] = headers[name]!;
  return own;
}
