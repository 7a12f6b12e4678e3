import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { blockFault } from '../check/rules/network-block.js';
import type { NetworkSubject } from '../check/rules/policy-rule.js';
import { list, get } from '../kustomize/data.js';
import { SourceFile } from '../kustomize/source-file.js';
import {
  contains,
  formatRange,
  overlaps,
  parseRange,
  type AddressRange,
  type Family,
} from './address-range.js';
import { componentFiles } from './component-files.js';
import type { ClusterProfile } from './profile.js';
import { forbidden, reachable, single, worldOf } from './reachable.js';
import { readProfile } from './read-profile.js';

// Two properties hold for every profile: tenant:check accepts what cluster:render writes, and the rendered policies
// contain no address that pods must not reach.

const WIDTH = { ipv4: 32, ipv6: 128 } as const;
const SPACE = { ipv4: '10.0.0.0/8', ipv6: '2001:db8::/32' } as const;

/** Generates a range of random size inside another range. */
const inside = (outer: string, least: number, most: number): fc.Arbitrary<string> => {
  const { family, first, bits } = parseRange(outer)!;
  return fc
    .tuple(fc.bigInt(0n, (1n << BigInt(WIDTH[family] - bits)) - 1n), fc.integer({ min: least, max: most }))
    .map(([offset, length]) => {
      const host = BigInt(WIDTH[family] - length);
      return formatRange({ family, first: ((first + offset) >> host) << host, bits: length });
    });
};

const profiles = (family: Family): fc.Arbitrary<ClusterProfile> => {
  const [v4, width] = [family === 'ipv4', WIDTH[family]];
  const ranges = (least: number, most: number, size: { minLength: number; maxLength: number }) =>
    fc.uniqueArray(
      fc.oneof(inside(SPACE[family], least, most), inside(v4 ? '100.64.0.0/10' : 'fd00::/8', least, most)),
      size,
    );
  return fc
    .record({
      cni: fc.constantFrom('vpc-cni', 'cilium', 'calico', 'auto-mode'),
      pods: ranges(v4 ? 12 : 40, v4 ? 24 : 64, { minLength: 1, maxLength: 3 }),
      subnets: ranges(v4 ? 20 : 56, v4 ? 28 : 64, { minLength: 1, maxLength: 3 }),
      endpoints: ranges(v4 ? 24 : 112, width, { minLength: 0, maxLength: 3 }),
    })
    .map(({ cni, pods, subnets, endpoints }) => {
      const written = {
        version: 1,
        issuer: 'https://issuer.example/id',
        region: 'eu-west-1',
        ipFamily: family,
        cni,
        pods,
        services: [v4 ? '172.20.0.0/16' : 'fd12:3456::/108'],
        dns: {
          type: cni === 'auto-mode' ? 'cluster-ip' : 'kube-dns',
          clusterIP: v4 ? '172.20.0.10' : 'fd12:3456::a',
        },
        apiServer: { clusterIP: v4 ? '172.20.0.1' : 'fd12:3456::1', subnets },
        endpoints,
        monitoring: ['monitoring'],
        image: 'registry.example/tenant-presign:1.0.0',
        runbooks: 'https://git.example/operate.md',
      };
      return readProfile(new SourceFile('green.yaml', stringify(written))).profile;
    })
    .filter((profile) => profile !== undefined);
};

describe.each(['ipv4', 'ipv6'] as const)('%s', (family) => {
  test('what is rendered is disjoint, without except, outside of the cluster, and passes the check', () => {
    fc.assert(
      fc.property(profiles(family), (profile) => {
        const [, egress] = componentFiles(profile).get('network-policy.yaml')!.split('---\n');
        const blocks = list(get(parse(egress!), 'spec', 'egress', 1, 'to')).map((peer) =>
          get(peer, 'ipBlock'),
        );
        const ranges = blocks.map((block) => parseRange(String(get(block, 'cidr')))!);
        expect(ranges.map(formatRange)).toEqual(reachable(profile));
        const endpoints = profile.endpoints.map((each) => parseRange(each)!);
        const kept = Object.values(forbidden(profile))
          .flat()
          .map((each) => parseRange(each)!);
        for (const [index, range] of ranges.entries()) {
          expect(ranges.slice(index + 1).some((other) => overlaps(range, other))).toBe(false);
          const named = endpoints.some((each) => overlaps(each, range));
          expect(named || !kept.some((each) => overlaps(each, range))).toBe(true);
        }
        for (const each of endpoints) expect(ranges.some((range) => contains(range, each))).toBe(true);
        const subject = { profile, overlay: { has: () => false } } as unknown as NetworkSubject;
        for (const block of blocks) expect(blockFault(subject, block, [{ port: 443 }])).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('a range that covers what must not be reached is refused, whatever it is', () => {
    fc.assert(
      fc.property(profiles(family), fc.nat(), fc.nat(), (profile, which, wider) => {
        const all = Object.values(forbidden(profile))
          .flat()
          .map((each) => parseRange(each)!)
          .filter((each) => each.family === family);
        const target = all[which % all.length]!;
        const bits = wider % (target.bits + 1);
        const host = BigInt(WIDTH[family] - bits);
        const range: AddressRange = { family, bits, first: (target.first >> host) << host };
        const subject = { profile, overlay: { has: () => false } } as unknown as NetworkSubject;
        expect(blockFault(subject, { cidr: formatRange(range) }, [{ port: 443 }])).toContain(
          formatRange(range),
        );
      }),
    );
  });
});

test('public addresses are all there, and private ones are not', () => {
  const v4 = worldOf('ipv4', []);
  const v6 = worldOf('ipv6', []);
  for (const address of [
    '1.1.1.1',
    '52.95.110.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '223.255.255.255',
  ])
    expect(
      v4.some((range) => contains(range, single(address))),
      address,
    ).toBe(true);
  for (const address of [
    '0.0.0.1',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ])
    expect(
      v4.some((range) => contains(range, single(address))),
      address,
    ).toBe(false);
  for (const address of ['2000::', '2a05:d018::1', '3fff::1'])
    expect(
      v6.some((range) => contains(range, single(address))),
      address,
    ).toBe(true);
  for (const address of [
    '::1',
    'fd00:ec2::254',
    'fe80::1',
    'fc00::1',
    '64:ff9b::a00:1',
    'ff02::1',
    '::ffff:10.0.0.1',
  ])
    expect(
      v6.some((range) => contains(range, single(address))),
      address,
    ).toBe(false);
});
