import type { ServerCommand } from '../load/server-process.ts';
import { apiCommand, downloadOf, type Subject } from '../servers/subjects.ts';
import { tenantId, type TenantFileSize } from '../world/tenant-file.ts';
import type { World } from '../world/world.ts';

const MANY = 10_000;

/**
 * Returns a command with V8's new space at the size that lasting load gives it. Otherwise the result depends on which
 * of two processes has already reached this size, and the difference is as many megabytes as thousands of tenants need.
 */
const settled = ({ args, ...command }: ServerCommand): ServerCommand => ({
  ...command,
  args: ['--min-semi-space-size=64', ...args],
});

/** Returns the subjects for growth: our download, with a larger number of one thing in each. */
export async function growthSubjects(world: World) {
  const token = await world.issuer.token(['team-a']);
  const one = [downloadOf('team-a', token)];
  const api = (size: Partial<TenantFileSize>) =>
    apiCommand(world.tenantFile({ tenants: 1, grants: 1, ...size }));
  const alone = settled(api({}));
  const many = settled(api({ tenants: MANY }));
  // one token for ten tenants: with a token for each, the figures would mostly show the verification of tokens
  const teams = Array.from({ length: MANY / 10 }, (_, team) => team);
  const tenantsOf = (team: number) => Array.from({ length: 10 }, (_, index) => tenantId(team * 10 + index));
  const tokens = await Promise.all(teams.map((team) => world.issuer.token([...tenantsOf(team), 'team-a'])));
  const callers = tokens.flatMap((token) => Array.from({ length: 10 }, () => downloadOf('team-a', token)));
  const everyone = teams.flatMap((team) =>
    tenantsOf(team).map((tenant) => downloadOf(tenant, tokens[team]!)),
  );
  const grants = (count: number): Subject => ({
    title: count === 1 ? '1 grant' : `${count} grants`,
    command: api({ grants: count }),
    requests: one,
  });
  const keys = (bytes: number): Subject => ({
    title: bytes === 1 ? 'a key of 1 byte' : `a key of ${bytes} bytes`,
    command: api({ prefix: '' }),
    requests: [downloadOf('team-a', token, 'reports/'.repeat(128).slice(0, bytes - 1) + 'x')],
  });
  const connections = (count: number): Subject => ({
    title: count === 1 ? '1 connection' : `${count} connections`,
    command: api({}),
    requests: one,
    connections: count,
  });
  return {
    oneTenant: { title: '1 tenant', command: alone, requests: one },
    oneOfMany: { title: '10,000 tenants, requests for one', command: many, requests: one },
    manyCallers: { title: '1 tenant, 1,000 callers in turn', command: alone, requests: callers },
    allOfMany: { title: '10,000 tenants in turn, 1,000 callers', command: many, requests: everyone },
    grants1: grants(1),
    grants100: grants(100),
    grants1000: grants(1000),
    key1: keys(1),
    key128: keys(128),
    key1024: keys(1024),
    connections1: connections(1),
    connections8: connections(8),
    connections32: connections(32),
    connections256: connections(256),
  } satisfies Record<string, Subject>;
}

export type GrowthName = keyof Awaited<ReturnType<typeof growthSubjects>>;
