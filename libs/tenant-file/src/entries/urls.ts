import { BlockList, isIP } from 'node:net';
import type { TextRule } from './text-rule.js';

const HTTP_URL = /^https?:\/\/\S+$/;

/**
 * The rule for the URL of keys or of a discovery document: https, or http on loopback, for an issuer on the same
 * machine.
 */
export const KEYS_URL: TextRule = {
  pattern: HTTP_URL,
  wanted: 'must be an https URL (http on loopback only), such as https://idp.example/certs',
  wrong(text) {
    const url = parseHttpUrl(text);
    if (!url || (url.protocol === 'http:' && !isLoopback(url))) return KEYS_URL.wanted;
    return hasUserOrFragment(url) ? 'must have no user, password or fragment; remove them' : undefined;
  },
};

/**
 * The rule for the endpoint of a store. It must be https, because signed URLs and bodies are sent to it. It may be http
 * for hosts that can't be reached from outside: loopback, private addresses, and names that only a cluster, a company
 * or a machine resolves.
 */
export const STORE_URL: TextRule = {
  pattern: HTTP_URL,
  wanted:
    'must be an https URL (http for loopback, private addresses and cluster names only), such as https://s3.example:9000',
  wrong(text) {
    const url = parseHttpUrl(text);
    if (!url || (url.protocol === 'http:' && !isLoopback(url) && !isPrivate(url))) return STORE_URL.wanted;
    return hasUserOrFragment(url) || text.includes('?')
      ? 'must have no user, password, query or fragment; remove them'
      : undefined;
  },
};

/** The rule for an origin, exactly as browsers send it (RFC 6454 §6.2), since it is compared byte for byte. */
export const WEB_ORIGIN: TextRule = {
  pattern: /^https?:\/\/[a-z0-9_.:[\]-]+$/,
  wanted: 'must be an origin, such as https://app.example: scheme and host, no path, no "*"',
  wrong(text) {
    if (text.includes('*'))
      return 'must name one origin: "*" would allow every site; list the origins, such as https://app.example';
    const origin = parseHttpUrl(text)?.origin;
    if (origin === text) return undefined;
    return origin === undefined ? WEB_ORIGIN.wanted : `must be written as browsers send it: ${origin}`;
  },
};

function parseHttpUrl(text: string): URL | undefined {
  return (HTTP_URL.test(text) && URL.parse(text)) || undefined;
}

const hasUserOrFragment = ({ username, password, href }: URL): boolean =>
  username !== '' || password !== '' || href.includes('#');

function isLoopback({ hostname }: URL): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/**
 * Returns whether a host is private: an address of RFC 1918, RFC 6598 (secondary CIDRs of EKS) or RFC 4193, a name
 * without a dot, or a name under a suffix that is never public.
 */
function isPrivate({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family !== 0) return PRIVATE.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return !host.includes('.') || /\.(?:svc|local|internal)$/.test(host);
}

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
