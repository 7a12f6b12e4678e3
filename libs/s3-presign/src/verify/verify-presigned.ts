import { parseAmzDate, type EpochSeconds } from '../sigv4/amz-date.js';
import { UNSIGNED_PAYLOAD } from '../sigv4/signature.js';
import { checkSignature, findCredentials } from './check-signature.js';
import { parseCredential } from './credential.js';
import { parsePayloadHash } from './payload-hash.js';
import { readQueryParameters } from './query-parameters.js';
import {
  invalidArgument,
  malformedQuery,
  notYetValid,
  requestExpired,
  twoAuthMechanisms,
} from './refusals.js';
import { parseTarget, type RequestTarget } from './request-target.js';
import { collectSignedHeaders } from './signed-headers.js';
import {
  CLOCK_TOLERANCE,
  type ReceivedRequest,
  type VerifiedRequest,
  type VerifyOptions,
} from './verification.js';

export interface VerifiedPresigned extends VerifiedRequest {
  /** The second from which S3 servers refuse the URL. A request must start before it. */
  readonly expiresAt: EpochSeconds;
}

/**
 * Verifies a presigned request at least as strictly as S3. Everything that S3 acts upon must be signed, and no part of
 * the request may have two meanings. Source: S3 API Reference, "Authenticating Requests: Using Query Parameters".
 *
 * @throws VerificationError
 * @example
 *   const credentials = (accessKeyId) => secrets.get(accessKeyId);
 *   const request = { method: 'GET', target: '/report.pdf?X-Amz-Algorithm=…', headers: { host } };
 *   const { expiresAt } = verifyPresigned(request, { now, region: 'eu-west-1', credentials });
 */
export function verifyPresigned(request: ReceivedRequest, options: VerifyOptions): VerifiedPresigned {
  if (request.headers['authorization'] !== undefined) throw twoAuthMechanisms();
  const target = parseTarget(request.target);
  const { amzDate, expiresIn, token, ...query } = readQueryParameters(target);
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) {
    throw malformedQuery(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
  }
  const credential = parseCredential(query.credential, amzDate, options, malformedCredential);
  const expiresAt = signedAt + expiresIn;
  if (signedAt - options.now > CLOCK_TOLERANCE) throw notYetValid();
  if (options.now >= expiresAt) throw requestExpired(expiresIn, expiresAt, options.now);

  const { accessKeyId } = credential;
  const { secretAccessKey } = findCredentials(accessKeyId, token, options);
  const signedHeaders = collectSignedHeaders(query.signedHeaders, request.headers, malformedQuery);
  const payloadHash = payloadHashOf(target, request);
  const { method } = request;
  const { signature } = query;
  checkSignature(
    { method, target, amzDate, credential, signedHeaders, payloadHash, signature },
    secretAccessKey,
  );
  return { accessKeyId, signedHeaders: signedHeaders.names, signedAt, expiresAt, payloadHash };
}

const malformedCredential: typeof malformedQuery = (detail, details) =>
  malformedQuery(`Error parsing the X-Amz-Credential parameter; ${detail}`, details);

/**
 * Returns the payload hash of a presigned request. Its body is usually unsigned. The AWS SDKs say so in the query, or
 * name a digest in a signed header.
 */
function payloadHashOf({ parameters }: RequestTarget, { headers }: ReceivedRequest) {
  const inQuery = parameters.get('X-Amz-Content-Sha256');
  const inHeader = headers['x-amz-content-sha256'];
  if (inQuery !== undefined && inHeader !== undefined && inQuery !== inHeader) {
    throw invalidArgument('x-amz-content-sha256 differs between the query and the headers.');
  }
  return parsePayloadHash(String(inHeader ?? inQuery ?? UNSIGNED_PAYLOAD));
}
