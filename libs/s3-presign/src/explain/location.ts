import type { Explanation } from './explanation.js';
import { splitUrl, type UrlLocation, type UrlParts } from './presigned-url.js';

/**
 * Returns the key that a URL names, whatever bucket or host the URL leads to.
 *
 * @returns the percent-decoded key; `undefined` if the URL names none
 */
export function keyInUrl(url: string, location: UrlLocation): string | undefined {
  const parts = splitUrl(url);
  if ('verdict' in parts) return undefined;
  const { path } = parts.target;
  if (location.endpoint.path === '') return path.slice(1);
  const slash = path.indexOf('/', 1); // path style: the part before this slash is the bucket
  return slash < 0 ? undefined : path.slice(slash + 1);
}

/**
 * Returns an explanation if the URL's host or bucket differs from those that a signature for the location would name.
 */
export function explainPlace({ host, target }: UrlParts, location: UrlLocation): Explanation | undefined {
  const { endpoint, bucket } = location;
  if (host !== endpoint.host) {
    const label = `${bucket}.`;
    const isVirtual = endpoint.path === '' && endpoint.host.startsWith(label);
    const isOtherBucket = isVirtual && host.endsWith(endpoint.host.slice(label.length - 1));
    return isOtherBucket ? wrongBucket : wrongHost;
  }
  return target.path.startsWith(`${decodeURIComponent(endpoint.path)}/`) ? undefined : wrongBucket;
}

const wrongBucket: Explanation = {
  verdict: 'wrong_bucket',
  detail: 'The URL does not lead to this tenant’s bucket.',
};

const wrongHost: Explanation = {
  verdict: 'wrong_host',
  header: 'host',
  detail:
    'The URL’s host is not the one that this tenant’s URLs are signed for. Use the URL as the API returned it, and send the request to its host.',
};
