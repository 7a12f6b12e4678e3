import { randomUUID } from 'node:crypto';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { epochSeconds, uploadHeaders, type PresignRequest, type UploadConstraints } from '#s3-presign';
import { createPresigner } from '#s3-presign/aws';
import { s3Client } from '../../targets/s3-client.js';
import { target } from './behaviour.js';
import { send, type Answer, type Sending } from './send.js';

export const [firstTenant, secondTenant] = target.tenants;
/** The AWS SDK with the first tenant's own credentials. It reads what is really stored. */
export const sdk = s3Client(target, firstTenant);

export const now = () => epochSeconds(Date.now());

/** Returns a key that no other test uses. */
export const newKey = (name = 'file.txt'): string => `${target.keyPrefix}${randomUUID()}/${name}`;

/** A request for a URL. The default is a URL that is valid for a minute from now. */
export type ToPresign = Pick<PresignRequest, 'method' | 'key'> & Partial<PresignRequest>;

/** The credentials and the bucket of a signer. The default is the first tenant with its own bucket. */
export interface SignedBy {
  readonly credentials?: AwsCredentialIdentity;
  readonly bucket?: string;
  readonly region?: string;
}

export async function presign(request: ToPresign, by: SignedBy = {}): Promise<string> {
  const { endpoint, forcePathStyle } = target;
  const { bucket = firstTenant.bucket, region = target.region, credentials = firstTenant.credentials } = by;
  const presigner = createPresigner({ bucket, region, endpoint, forcePathStyle });
  return presigner.presign({ signedAt: now(), expiresIn: 60, ...request }, credentials);
}

/** Presigns a URL and sends the request. */
export async function perform(request: ToPresign, sending: Sending = {}, by: SignedBy = {}): Promise<Answer> {
  return send(request.method, await presign(request, by), { headers: request.headers, ...sending });
}

export const get = (key: string, by?: SignedBy) => perform({ method: 'GET', key }, {}, by);

/**
 * Presigns a PUT with constraints, and sends it.
 *
 * @param sent headers that replace the required ones; a header with `undefined` is left out
 */
export async function upload(
  key: string,
  body: Uint8Array | string,
  constraints: UploadConstraints = {},
  sent: Readonly<Record<string, string | undefined>> = {},
  by?: SignedBy,
): Promise<Answer> {
  const headers = uploadHeaders(constraints);
  const url = await presign({ method: 'PUT', key, headers }, by);
  const entries = Object.entries({ ...headers, ...sent }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return send('PUT', url, { headers: Object.fromEntries(entries), body });
}
