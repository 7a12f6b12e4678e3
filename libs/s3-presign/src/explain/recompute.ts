import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { HeldCredentials } from '../credentials/shared-credentials.js';
import {
  UNSIGNED_PAYLOAD,
  canonicalRequest,
  credentialScope,
  signature,
  signingKey,
  stringToSign,
} from '../sigv4/signature.js';
import { uriEncodePath } from '../sigv4/uri-encode.js';
import { equalInConstantTime } from '../verify/check-signature.js';
import { canonicalQuery } from '../verify/request-target.js';
import type { SignedUrl } from './presigned-url.js';

/** Methods that URLs are signed for. */
export const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE'] as const;

/**
 * Returns the method for which the credentials would have signed exactly this URL, or `undefined` if there is none.
 *
 * @param headers one line `name:value\n` for each signed header
 */
export function methodSigned(
  url: SignedUrl,
  headers: string,
  { secretAccessKey }: AwsCredentialIdentity,
): string | undefined {
  const { day, region, service, amzDate, signedHeaders, target } = url;
  const key = signingKey(secretAccessKey, day, region, service);
  const scope = credentialScope(day, region, service);
  const payload = target.parameters.get('X-Amz-Content-Sha256') ?? UNSIGNED_PAYLOAD;
  const [path, query, names] = [pathOf(url), queryOf(url), signedHeaders.join(';')];
  return METHODS.find((method) => {
    const request = canonicalRequest(method, path, query, headers, names, payload);
    return equalInConstantTime(signature(key, stringToSign(amzDate, scope, request)), url.signature);
  });
}

/**
 * Returns the method that the URL was signed for, as `methodSigned` does. It returns `undefined` also if headers other
 * than `host` are signed, because the URL doesn't contain their values.
 */
export const signedFor = (url: SignedUrl, { identity }: HeldCredentials): string | undefined =>
  url.signedHeaders.length === 1 ? methodSigned(url, `host:${url.host}\n`, identity) : undefined;

/** Returns the path of the canonical request. */
export const pathOf = ({ target }: SignedUrl): string => uriEncodePath(target.path);

/** Returns the query of the canonical request. */
export const queryOf = ({ target }: SignedUrl): string =>
  canonicalQuery(target.parameters, 'X-Amz-Signature');
