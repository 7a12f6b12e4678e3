import { formatTime, type EpochSeconds } from '../sigv4/amz-date.js';
import { VerificationError } from './verification-error.js';

// One function for each reason for which S3 refuses a signed request, with S3's code, status and message.

/**
 * Returns the error for a malformed credential, date or list of signed headers. URLs, `Authorization` headers and forms
 * have different errors.
 */
export type Malformed = (detail: string, details?: Readonly<Record<string, string>>) => VerificationError;

export const malformedQuery: Malformed = (detail, details) =>
  new VerificationError(400, 'AuthorizationQueryParametersError', detail, details);

export const malformedHeader: Malformed = (detail, details) =>
  new VerificationError(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; ${detail}`,
    details,
  );

/** Returns the error for a malformed field of a posted form. */
export const malformedField: Malformed = (detail, details) =>
  new VerificationError(400, 'InvalidArgument', detail, details);

export const missingField = (name: string) =>
  new VerificationError(
    400,
    'InvalidArgument',
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    { ArgumentName: name, ArgumentValue: '' },
  );

export const invalidPolicy = (detail: string) =>
  new VerificationError(400, 'InvalidPolicyDocument', `Invalid Policy: ${detail}`);

export const policyExpired = () => accessDenied('Invalid according to Policy: Policy expired.');

export const entityTooLarge = (size: number, max: number) =>
  new VerificationError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: String(size),
    MaxSizeAllowed: String(max),
  });

export const entityTooSmall = (size: number, min: number) =>
  new VerificationError(
    400,
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    { ProposedSize: String(size), MinSizeAllowed: String(min) },
  );

export const invalidUri = () => new VerificationError(400, 'InvalidURI', "Couldn't parse the specified URI.");

export const invalidArgument = (message: string) => new VerificationError(400, 'InvalidArgument', message);

export const invalidRequest = (message: string) => new VerificationError(400, 'InvalidRequest', message);

export const twoAuthMechanisms = () =>
  invalidArgument(
    'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
  );

export const accessDenied = (message: string, details?: Readonly<Record<string, string>>) =>
  new VerificationError(403, 'AccessDenied', message, details);

export const headersNotSigned = (names: readonly string[]) =>
  accessDenied('There were headers present in the request which were not signed', {
    HeadersNotSigned: names.join(', '),
  });

export const notYetValid = () => accessDenied('Request is not valid yet');

export const requestExpired = (expiresIn: number, expiresAt: EpochSeconds, now: EpochSeconds) =>
  accessDenied('Request has expired', {
    'X-Amz-Expires': String(expiresIn),
    Expires: formatTime(expiresAt),
    ServerTime: formatTime(now),
  });

export const timeTooSkewed = (now: EpochSeconds) =>
  new VerificationError(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    { ServerTime: formatTime(now) },
  );

export const unknownAccessKey = () =>
  new VerificationError(
    403,
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
  );

export const invalidToken = () =>
  new VerificationError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');

export const expiredToken = () =>
  new VerificationError(400, 'ExpiredToken', 'The provided token has expired.');

export const signatureDoesNotMatch = () =>
  new VerificationError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
