import type { Encryption } from '#s3-presign';

/** Returns the encryption parameters of calls that create an object. */
export function encryptionMembers(encryption: Encryption) {
  if (encryption.type === 'sse-s3') return { ServerSideEncryption: 'AES256' as const };
  return {
    ServerSideEncryption: 'aws:kms' as const,
    ...(encryption.keyArn !== undefined && { SSEKMSKeyId: encryption.keyArn }),
  };
}
