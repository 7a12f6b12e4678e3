/** The error codes with which S3 and STS reject a session that is no longer valid, regardless of its stated expiry. */
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidToken',
  'TokenRefreshRequired',
  'InvalidAccessKeyId',
]);

export const isExpiredSession = (code: string): boolean => EXPIRED.has(code);

/** The error names of answers to HEAD, which have no body that could name the error. */
const NAMELESS = new Set(['Unknown', 'UnknownError', 'Forbidden', '403']);

/**
 * Returns whether AWS refuses the session itself. A policy that revokes sessions shows as AccessDenied. A wrong clock,
 * throttling and server faults do not count.
 *
 * @param error an error that the AWS SDK threw
 */
export function refusesSession(error: unknown): boolean {
  const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return (
    isExpiredSession(name) ||
    name === 'AccessDenied' ||
    ($metadata?.httpStatusCode === 403 && NAMELESS.has(name))
  );
}
