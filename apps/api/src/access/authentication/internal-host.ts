import { BlockList, isIP } from 'node:net';

/**
 * Returns whether a URL leads to this very machine, in whichever spelling its host is. Names that only DNS knows are
 * not looked up.
 */
export const isLoopback = (url: URL): boolean =>
  LOOPBACK_NAME.test(nameOf(url)) || isListed(LOOPBACK, nameOf(url));

/**
 * Returns whether a URL leads, by a literal address, to what serves its own link alone: a cloud's metadata and
 * credentials.
 */
export const isLinkLocal = (url: URL): boolean => isListed(LINK_LOCAL, nameOf(url));

/** RFC 6761 §6.3, and what Debian and Red Hat write into /etc/hosts. */
const LOOPBACK_NAME = /^(?:(?:.+\.)?localhost|localhost\.localdomain|ip6-(?:localhost|loopback))$/;

/** WHATWG URL §4.3 has made numbers of IPv4 addresses in decimal, hexadecimal and octal by now, and lower case of names. */
const nameOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$|\.+$/g, '');

function isListed(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * IPv4 inside of IPv6, beside ::ffff:0:0/96, which BlockList knows itself: IPv4-compatible (RFC 4291 §2.5.5.1), translated
 * (RFC 2765 §2.1), NAT64 (RFC 6052 §2.1).
 */
const EMBEDDING = ['::', '::ffff:0:', '64:ff9b::'];

function listOf(ipv4: readonly (readonly [net: string, bits: number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of ipv4) {
    list.addSubnet(net, bits);
    for (const before of EMBEDDING) list.addSubnet(before + net, 96 + bits, 'ipv6');
  }
  return list;
}

/** RFC 1122 §3.2.1.3: 0.0.0.0/8 is "this host", too. `::` and `::1` are the same, inside of `::/96`. */
const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['0.0.0.0', 8],
]);

/** RFC 3927 has the metadata of AWS, Azure and Google Cloud; 100.100.100.200 is Alibaba's. */
const LINK_LOCAL = listOf([
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
]);
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6'); // RFC 4291 §2.5.6
LINK_LOCAL.addSubnet('fd00:ec2::', 32, 'ipv6'); // AWS: metadata (::254) and EKS Pod Identity (::23)
LINK_LOCAL.addSubnet('fd20:ce::254', 128, 'ipv6'); // Google Cloud
