import type { StoredObject } from '../storage/head-object.js';
import type { UploadPromise } from './receipts.js';

/** Milliseconds by which S3's clock may seem to be behind ours, with times in whole seconds. */
const TOLERANCE = 5_000;

/** How an object differs from what was promised, in words for a client; none: it is that. */
export function differences(promised: UploadPromise, stored: StoredObject): string[] {
  const { contentLength, contentType, checksum, signedAt } = promised;
  const words: string[] = [];
  if (stored.lastModified.getTime() + TOLERANCE < signedAt * 1000) {
    words.push(
      `The object was stored at ${stored.lastModified.toISOString()}, before this upload was signed.`,
    );
  }
  if (contentLength !== undefined && contentLength !== stored.size) {
    words.push(`contentLength: ${contentLength} was promised, ${stored.size} is there.`);
  }
  if (normalised(contentType) !== normalised(stored.contentType)) {
    words.push(`contentType: ${contentType} was promised, ${stored.contentType} is there.`);
  }
  if (checksum) {
    const found = stored.checksums[checksum.algorithm] ?? 'none';
    if (found !== checksum.value) {
      words.push(`checksum: ${checksum.algorithm} ${checksum.value} was promised, ${found} is there.`);
    }
  }
  return words;
}

/** RFC 9110 §8.3.1: names are case-insensitive, and a space may follow the semicolon. */
function normalised(contentType: string): string {
  const [essence = '', ...parameters] = contentType.split(/; ?/);
  return [essence.toLowerCase(), ...parameters].join(';');
}
