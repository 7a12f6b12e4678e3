import { MAX_KEY_BYTES } from '#s3-presign';
import { S3Error, invalidRequest } from '../answers/s3-error.js';

/** The bucket and key of a request. An empty key means the bucket itself. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Finds bucket and key, once for both authorisation and storage. Hosts below `localhost` use virtual-hosted style; all
 * other hosts use path style. Source: S3 User Guide, "Virtual hosting of general purpose buckets".
 *
 * @param path percent-decoded, so that `%2F` equals `/`, as it does in the signature
 */
export function locate(host: string | undefined, path: string): Place {
  if (host === undefined) throw invalidRequest('Missing required header for this request: Host');
  const [, virtualBucket] = VIRTUAL_HOST.exec(host) ?? [];
  if (virtualBucket !== undefined)
    return checkedPlace({ bucket: virtualBucket.toLowerCase(), key: path.slice(1) });
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: path.slice(1), key: '' };
  return checkedPlace({ bucket: path.slice(1, slash), key: path.slice(slash + 1) });
}

/** Matches hosts below `localhost`. RFC 6761 §6.3 keeps `localhost.` and all names below it on this machine. */
const VIRTUAL_HOST = /^([^:]+)\.localhost\.?(?::\d+)?$/i;

/** Checks the length of the key. @throws S3Error `KeyTooLongError` */
export function checkedPlace(place: Place): Place {
  if (Buffer.byteLength(place.key) > MAX_KEY_BYTES)
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
  return place;
}
