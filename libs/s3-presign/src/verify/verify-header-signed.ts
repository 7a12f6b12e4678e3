import { parseAmzDate } from '../sigv4/amz-date.js';
import { parseAuthorization } from './authorization-header.js';
import { checkSignature, findCredentials } from './check-signature.js';
import { parseCredential } from './credential.js';
import { parsePayloadHash } from './payload-hash.js';
import { isQuerySigned } from './query-parameters.js';
import {
  accessDenied,
  invalidRequest,
  malformedHeader,
  timeTooSkewed,
  twoAuthMechanisms,
} from './refusals.js';
import { parseTarget } from './request-target.js';
import { collectSignedHeaders } from './signed-headers.js';
import {
  CLOCK_TOLERANCE,
  type ReceivedHeaders,
  type ReceivedRequest,
  type VerifiedRequest,
  type VerifyOptions,
} from './verification.js';

/**
 * Verifies a request with an `Authorization` header, as the AWS SDKs sign it. It is as strict as `verifyPresigned`.
 * Source: S3 API Reference, "Authenticating Requests: Using the Authorization Header".
 *
 * @throws VerificationError
 */
export function verifyHeaderSigned(request: ReceivedRequest, options: VerifyOptions): VerifiedRequest {
  const { method, headers } = request;
  const target = parseTarget(request.target);
  if (isQuerySigned(target)) throw twoAuthMechanisms();
  const authorization = parseAuthorization(single(headers, 'authorization') ?? '');

  const amzDate = single(headers, 'x-amz-date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined)
    throw accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  const credential = parseCredential(authorization.credential, amzDate, options, malformedHeader);
  if (Math.abs(signedAt - options.now) > CLOCK_TOLERANCE) throw timeTooSkewed(options.now);

  const hash = single(headers, 'x-amz-content-sha256');
  if (hash === undefined)
    throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
  const payloadHash = parsePayloadHash(hash);

  const { accessKeyId } = credential;
  const token = single(headers, 'x-amz-security-token');
  const { secretAccessKey } = findCredentials(accessKeyId, token, options);
  const signedHeaders = collectSignedHeaders(authorization.signedHeaders, headers, malformedHeader);
  const { signature } = authorization;
  checkSignature(
    { method, target, amzDate, credential, signedHeaders, payloadHash, signature },
    secretAccessKey,
  );
  return { accessKeyId, signedHeaders: signedHeaders.names, signedAt, payloadHash };
}

function single(headers: ReceivedHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(',');
}
