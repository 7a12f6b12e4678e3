import { MAX_EXPIRES_IN } from '../presign/presigner.js';
import { ALGORITHM } from '../sigv4/signature.js';
import { malformedQuery } from './refusals.js';
import type { RequestTarget } from './request-target.js';

/** The `X-Amz-*` parameters of a presigned URL. All are present, but not yet validated further. */
export interface QueryParameters {
  readonly credential: string;
  readonly amzDate: string;
  /** The lifetime in seconds, 1 to 604,800. */
  readonly expiresIn: number;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly token: string | undefined;
}

export const REQUIRED_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
] as const;
const TOKEN = 'X-Amz-Security-Token';
const BY_LOWER_CASE = new Map([...REQUIRED_PARAMETERS, TOKEN].map((name) => [name.toLowerCase(), name]));

/** Returns whether the query contains parameters that authenticate the request, whether or not they are valid. */
export function isQuerySigned({ parameters }: RequestTarget): boolean {
  return [...parameters.keys()].some((name) => BY_LOWER_CASE.has(name.toLowerCase()));
}

/** Reads the `X-Amz-*` parameters of a presigned URL. @throws VerificationError `AuthorizationQueryParametersError` */
export function readQueryParameters({ parameters }: RequestTarget): QueryParameters {
  const misspelt = [...parameters.keys()].some((name) => {
    const standard = BY_LOWER_CASE.get(name.toLowerCase());
    return standard !== undefined && standard !== name;
  });
  const [algorithm, credential, signature, amzDate, signedHeaders, expires] = REQUIRED_PARAMETERS.map(
    (name) => parameters.get(name),
  );
  if (misspelt || !algorithm || !credential || !signature || !amzDate || !signedHeaders || !expires) {
    throw malformedQuery(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (algorithm !== ALGORITHM) throw malformedQuery(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  return {
    credential,
    amzDate,
    expiresIn: parseExpires(expires),
    signedHeaders,
    signature,
    token: parameters.get(TOKEN),
  };
}

function parseExpires(text: string): number {
  if (!/^\d+$/.test(text)) throw malformedQuery('X-Amz-Expires should be a number');
  if (!/^[1-9]/.test(text)) throw malformedQuery('X-Amz-Expires must be positive');
  if (text.length > 6 || Number(text) > MAX_EXPIRES_IN) {
    throw malformedQuery(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_IN} seconds`,
    );
  }
  return Number(text);
}
