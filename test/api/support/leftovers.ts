import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { firstOwner, keyPrefixOf, sdk } from './tenants.js';

/**
 * Returns the objects, and the uploads that were not completed or aborted, under a tenant's prefix in the first owner's
 * bucket.
 */
export async function leftovers(tenant: string, prefix: string): Promise<string[]> {
  const asked = { Bucket: firstOwner.bucket, Prefix: keyPrefixOf(tenant) + prefix };
  const [{ Contents = [] }, { Uploads = [] }] = await Promise.all([
    sdk.send(new ListObjectsV2Command(asked)),
    sdk.send(new ListMultipartUploadsCommand(asked)),
  ]);
  return [...Contents.map(({ Key }) => `object ${Key}`), ...Uploads.map(({ Key }) => `upload ${Key}`)];
}

/** Aborts the uploads of a key, without the API. */
export async function endUploads(Key: string): Promise<void> {
  const Bucket = firstOwner.bucket;
  const { Uploads = [] } = await sdk.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  for (const { UploadId } of Uploads) {
    await sdk.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch((error: Error) => {
      if (error.name !== 'NoSuchUpload') throw error; // a repeated abort
    });
  }
}
