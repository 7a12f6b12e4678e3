import type { StoredObject } from '../../storage/head-object.js';
import type { UploadPromise } from './receipts.js';

/** Milliseconds by which S3's clock may seem to be behind ours, with times in whole seconds. */
const TOLERANCE = 5_000;

/** A promise that the object does not keep. */
interface BrokenPromise {
  readonly name: 'lastModified' | 'contentLength' | 'contentType' | 'checksum';
  /** Names the promised and the stored value. */
  readonly detail: string;
}

/**
 * Returns how an object differs from what was promised, in words for a client; none: it is that.
 *
 * @param mayRead whether the caller may read the object: otherwise the words name promises, and nothing of what is there
 */
export function differences(promised: UploadPromise, stored: StoredObject, mayRead: boolean): string[] {
  const broken = brokenPromises(promised, stored);
  if (mayRead) return broken.map(({ detail }) => detail);
  // Of an object that was there before, not even whether it equals a guess.
  const old = broken.find(({ name }) => name === 'lastModified');
  return (old ? [old] : broken).map(({ name }) => UNREAD[name]);
}

const UNREAD: Readonly<Record<BrokenPromise['name'], string>> = {
  lastModified: 'lastModified: The object was stored before this upload was signed.',
  contentLength: 'contentLength: The object has another size than was promised.',
  contentType: 'contentType: The object has another type than was promised.',
  checksum: 'checksum: The object has another checksum than was promised, or none.',
};

function brokenPromises(promised: UploadPromise, stored: StoredObject): BrokenPromise[] {
  const { contentLength, contentType, checksum, signedAt } = promised;
  const broken: BrokenPromise[] = [];
  if (stored.lastModified.getTime() + TOLERANCE < signedAt * 1000) {
    broken.push({
      name: 'lastModified',
      detail: `The object was stored at ${stored.lastModified.toISOString()}, before this upload was signed.`,
    });
  }
  if (contentLength !== undefined && contentLength !== stored.size) {
    const detail = `contentLength: ${contentLength} was promised, ${stored.size} is there.`;
    broken.push({ name: 'contentLength', detail });
  }
  if (normalised(contentType) !== normalised(stored.contentType)) {
    const detail = `contentType: ${contentType} was promised, ${stored.contentType} is there.`;
    broken.push({ name: 'contentType', detail });
  }
  if (checksum) {
    const { algorithm, value } = checksum;
    const found = stored.checksums[algorithm] ?? 'none';
    if (found !== value) {
      const detail = `checksum: ${algorithm} ${value} was promised, ${found} is there.`;
      broken.push({ name: 'checksum', detail });
    }
  }
  return broken;
}

/** RFC 9110 §8.3.1: names are case-insensitive, and a space may follow the semicolon. */
function normalised(contentType: string): string {
  const [essence = '', ...parameters] = contentType.split(/; ?/);
  return [essence.toLowerCase(), ...parameters].join(';');
}
