import type { StoredObject } from '../../storage/head-object.js';
import type { UploadPromise } from './receipts.js';

/**
 * The tolerated milliseconds by which S3's clock may appear to be behind this service's clock. S3 reports times in
 * whole seconds.
 */
const TOLERANCE = 5_000;

/** A promise that the stored object does not keep. */
interface BrokenPromise {
  readonly name: 'lastModified' | 'contentLength' | 'contentType' | 'checksum';
  /** A text that names the promised and the stored value. */
  readonly detail: string;
}

/**
 * Returns the differences between an object and its promise, as texts for a client. An empty list means that there are
 * none.
 *
 * @param mayRead true if the caller may read the object; otherwise the texts name promised values only
 */
export function differences(promised: UploadPromise, stored: StoredObject, mayRead: boolean): string[] {
  const broken = brokenPromises(promised, stored);
  if (mayRead) return broken.map(({ detail }) => detail);
  // Comparing an object from before the upload would reveal whether it equals a guess.
  const old = broken.find(({ name }) => name === 'lastModified');
  return (old ? [old] : broken).map(({ name }) => UNREAD[name]);
}

const UNREAD: Readonly<Record<BrokenPromise['name'], string>> = {
  lastModified: 'lastModified: The object was stored before this upload was signed.',
  contentLength: 'contentLength: The object’s size differs from the promised one.',
  contentType: 'contentType: The object’s type differs from the promised one.',
  checksum: 'checksum: The object’s checksum differs from the promised one, or the object has none.',
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

/**
 * Returns a content type in normalized form (RFC 9110 §8.3.1): names are case-insensitive, and a space may follow the
 * semicolon.
 */
function normalised(contentType: string): string {
  const [essence = '', ...parameters] = contentType.split(/; ?/);
  return [essence.toLowerCase(), ...parameters].join(';');
}
