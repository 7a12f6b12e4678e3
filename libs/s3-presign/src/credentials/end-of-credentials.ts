import type { AwsCredentialIdentity } from './identity.js';
import { PresignError } from '../errors.js';
import { epochSeconds, type EpochSeconds } from '../sigv4/amz-date.js';

/**
 * The second from which on credentials are refused; `undefined` for an access key that was made to stay. Temporary
 * credentials whose end is unknown must never sign, nor those whose end was made up: `fromInstanceMetadata` moves it
 * when its service doesn't answer, and keeps the true one in `originalExpiration`.
 *
 * @throws PresignError `credentials_lifetime_unknown`
 */
export function endOfCredentials(identity: AwsCredentialIdentity): EpochSeconds | undefined {
  const { sessionToken, expiration } = identity;
  const invented = 'originalExpiration' in identity && identity.originalExpiration !== undefined;
  if (!sessionToken && !expiration) return undefined;
  if (!expiration || invented || Number.isNaN(expiration.getTime())) {
    throw new PresignError(
      'credentials_lifetime_unknown',
      'The AWS credentials are temporary and have no expiry, so nothing is signed with them.',
    );
  }
  return epochSeconds(expiration);
}
