import type { AwsCredentialIdentity } from './identity.js';
import { PresignError } from '../errors.js';
import { epochSeconds, type EpochSeconds } from '../sigv4/amz-date.js';

/**
 * Returns the second from which AWS refuses the credentials, or `undefined` for a permanent access key. Temporary
 * credentials never sign if their expiry is unknown or made up. The SDK's `fromInstanceMetadata` makes up a later
 * expiry when its service doesn't answer, and keeps the true one in `originalExpiration`.
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
