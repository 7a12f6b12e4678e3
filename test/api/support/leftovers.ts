import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { firstOwner, keyPrefixOf, sdk } from './tenants.js';

/** What the first owner's bucket holds under a prefix of a tenant: objects, and uploads that no one ended. */
export async function leftovers(tenant: string, prefix: string): Promise<string[]> {
  const asked = { Bucket: firstOwner.bucket, Prefix: keyPrefixOf(tenant) + prefix };
  const [{ Contents = [] }, { Uploads = [] }] = await Promise.all([
    sdk.send(new ListObjectsV2Command(asked)),
    sdk.send(new ListMultipartUploadsCommand(asked)),
  ]);
  return [...Contents.map(({ Key }) => `object ${Key}`), ...Uploads.map(({ Key }) => `upload ${Key}`)];
}
