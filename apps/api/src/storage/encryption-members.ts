import type { Encryption } from '#s3-presign';

/** Returns what calls that create an object say of its encryption. */
export function encryptionMembers(encryption: Encryption) {
  if (encryption.type === 'sse-s3') return { ServerSideEncryption: 'AES256' as const };
  return {
    ServerSideEncryption: 'aws:kms' as const,
    ...(encryption.keyArn !== undefined && { SSEKMSKeyId: encryption.keyArn }),
  };
}
