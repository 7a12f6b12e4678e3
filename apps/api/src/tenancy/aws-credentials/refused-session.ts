/** Error codes of S3 and STS for a session that is no good any more, whatever it says of its end. */
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidToken',
  'TokenRefreshRequired',
  'InvalidAccessKeyId',
]);

export const isExpiredSession = (code: string): boolean => EXPIRED.has(code);

/** An answer to HEAD has no body that names the error. */
const NAMELESS = new Set(['Unknown', 'UnknownError', 'Forbidden', '403']);

/**
 * Returns whether AWS refuses the session itself. Policies that revoke sessions show as AccessDenied. A clock that is off, throttling
 * and faults say nothing about the session.
 *
 * @param error as the AWS SDK throws it
 */
export function refusesSession(error: unknown): boolean {
  const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return (
    isExpiredSession(name) ||
    name === 'AccessDenied' ||
    ($metadata?.httpStatusCode === 403 && NAMELESS.has(name))
  );
}
