import { timingSafeEqual } from 'node:crypto';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { canonicalRequest, signature, signingKey, stringToSign } from '../sigv4/signature.js';
import { uriEncodePath } from '../sigv4/uri-encode.js';
import type { Credential } from './credential.js';
import type { PayloadHash } from './payload-hash.js';
import { expiredToken, invalidToken, signatureDoesNotMatch, unknownAccessKey } from './refusals.js';
import { canonicalQuery, type RequestTarget } from './request-target.js';
import type { SignedHeaders } from './signed-headers.js';
import type { AcceptedCredentials, VerifyOptions } from './verification.js';

/**
 * The parts of a signed request that the signature check needs. They are the same for URLs and `Authorization` headers.
 */
export interface SignedParts {
  readonly method: string;
  readonly target: RequestTarget;
  readonly amzDate: string;
  readonly credential: Credential;
  readonly signedHeaders: SignedHeaders;
  readonly payloadHash: PayloadHash;
  readonly signature: string;
}

/**
 * Returns the credentials of an access key id, if they haven't expired and the token belongs to them.
 *
 * @throws VerificationError `InvalidAccessKeyId`, `InvalidToken`, `ExpiredToken`
 */
export function findCredentials(
  accessKeyId: string,
  token: string | undefined,
  { credentials, now }: Pick<VerifyOptions, 'credentials' | 'now'>,
): AcceptedCredentials {
  const found = credentials(accessKeyId);
  if (!found) throw unknownAccessKey();
  if (!sameToken(token, found.sessionToken)) throw invalidToken();
  if (isOver(found.expiration, now)) throw expiredToken();
  return found;
}

/** Requires that the signature of a request is right. @throws VerificationError `SignatureDoesNotMatch` */
export function checkSignature(parts: SignedParts, secretAccessKey: string): void {
  const { method, target, amzDate, credential, signedHeaders, payloadHash } = parts;
  const canonical = canonicalRequest(
    method,
    uriEncodePath(target.path),
    canonicalQuery(target.parameters, 'X-Amz-Signature'),
    signedHeaders.block,
    signedHeaders.names.join(';'),
    payloadHash,
  );
  const { day, region, service, scope } = credential;
  const expected = signature(
    signingKey(secretAccessKey, day, region, service),
    stringToSign(amzDate, scope, canonical),
  );
  if (!equalInConstantTime(parts.signature, expected)) throw signatureDoesNotMatch();
}

const isOver = (end: EpochSeconds | undefined, now: EpochSeconds) => end !== undefined && now >= end;

function sameToken(given: string | undefined, expected: string | undefined): boolean {
  if (given === undefined || expected === undefined) return given === expected;
  return equalInConstantTime(given, expected);
}

export function equalInConstantTime(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
