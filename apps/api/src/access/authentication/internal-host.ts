import { BlockList, isIP } from 'node:net';

/**
 * Returns whether a URL leads to this machine, in any spelling of its host. Names that only DNS resolves are not looked
 * up.
 */
export const isLoopback = (url: URL): boolean =>
  LOOPBACK_NAME.test(nameOf(url)) || isListed(LOOPBACK, nameOf(url));

/** Returns whether a URL contains a link-local address, which serves metadata and credentials of a cloud. */
export const isLinkLocal = (url: URL): boolean => isListed(LINK_LOCAL, nameOf(url));

/** The loopback names of RFC 6761 §6.3, and those that Debian and Red Hat write into /etc/hosts. */
const LOOPBACK_NAME = /^(?:(?:.+\.)?localhost|localhost\.localdomain|ip6-(?:localhost|loopback))$/;

/**
 * Returns a URL's host without brackets and trailing dots. WHATWG URL §4.3 has already converted decimal, hexadecimal
 * and octal IPv4 addresses, and names to lower case.
 */
const nameOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$|\.+$/g, '');

function isListed(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * The prefixes of IPv6 addresses that embed an IPv4 address, besides ::ffff:0:0/96, which BlockList knows:
 * IPv4-compatible (RFC 4291 §2.5.5.1), translated (RFC 2765 §2.1), and NAT64 (RFC 6052 §2.1).
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

/**
 * The addresses of this machine. They include 0.0.0.0/8, "this host" (RFC 1122 §3.2.1.3). `::` and `::1` are covered as
 * part of `::/96`.
 */
const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['0.0.0.0', 8],
]);

/**
 * The link-local addresses: RFC 3927 contains the metadata of AWS, Azure and Google Cloud; 100.100.100.200 is the
 * metadata address of Alibaba.
 */
const LINK_LOCAL = listOf([
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
]);
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6'); // RFC 4291 §2.5.6
LINK_LOCAL.addSubnet('fd00:ec2::', 32, 'ipv6'); // AWS: metadata (::254) and EKS Pod Identity (::23)
LINK_LOCAL.addSubnet('fd20:ce::254', 128, 'ipv6'); // Google Cloud
