import { ALGORITHM } from '../sigv4/signature.js';
import { invalidArgument, malformedHeader } from './refusals.js';

export interface AuthorizationHeader {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/**
 * Reads an `Authorization` header: `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`. The spaces after the
 * commas may be missing. Source: S3 API Reference, "Authenticating Requests: Using the Authorization Header".
 *
 * @throws VerificationError `InvalidArgument` for another scheme, `AuthorizationHeaderMalformed`
 */
export function parseAuthorization(header: string): AuthorizationHeader {
  if (!header.startsWith(`${ALGORITHM} `)) throw invalidArgument('Unsupported Authorization Type');
  const [, credential, signedHeaders, signature] = PARTS.exec(header.slice(ALGORITHM.length)) ?? [];
  if (!credential || !signedHeaders || !signature) {
    throw malformedHeader('it must hold Credential, SignedHeaders and Signature, in this order.');
  }
  return { credential, signedHeaders, signature };
}

const PARTS = /^ *Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([^,\s]+)$/;
