import { epochSeconds, type AcceptedCredentials } from '#s3-presign';
import type { AwsCredentialIdentity } from '@aws-sdk/types';

interface Holder {
  readonly credentials: AcceptedCredentials;
  readonly buckets: Set<string>;
}

/** The credentials, and the buckets that each may use. */
export class Keyring {
  readonly #holders = new Map<string, Holder>();

  add(
    bucket: string,
    { accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentialIdentity,
  ): void {
    const held = this.#holders.get(accessKeyId);
    if (held && held.credentials.secretAccessKey !== secretAccessKey) {
      throw new RangeError(`Access key id ${accessKeyId} is given twice, with different secrets.`);
    }
    const end = expiration && epochSeconds(expiration);
    this.#holders.set(accessKeyId, {
      credentials: { secretAccessKey, sessionToken, expiration: end },
      buckets: new Set(held?.buckets).add(bucket),
    });
  }

  find(accessKeyId: string): AcceptedCredentials | undefined {
    return this.#holders.get(accessKeyId)?.credentials;
  }

  mayUse(accessKeyId: string, bucket: string): boolean {
    return this.#holders.get(accessKeyId)?.buckets.has(bucket) ?? false;
  }
}
