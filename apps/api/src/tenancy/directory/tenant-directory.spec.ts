import { mkdir, readdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TenantFileError } from '#tenant-file';
import {
  envelope,
  ISSUER,
  notified,
  TenantFolder,
} from '../../../../../test/support/generators/tenant-folder.js';
import { TenantDirectory } from './tenant-directory.js';

const GRANT = { actions: ['download'], prefixes: ['a/'] };
const OTHER = { actions: ['upload'], prefixes: ['b/'] };
const BAD = { actions: ['fly'], prefixes: ['c/'] };
const GRACE = 600_000;
let folder: TenantFolder, directory: TenantDirectory, now: number;
let lines: [level: string, message: string, fields: Record<string, unknown>][];

const log = {
  notice: (message: string, fields: object = {}) => void lines.push(['notice', message, { ...fields }]),
  warning: (message: string, fields: object = {}) => void lines.push(['warning', message, { ...fields }]),
};
const open = async (path = folder.path) =>
  (directory = await TenantDirectory.open(path, log, { grace: GRACE, now: () => now }));
const tenant = (id: string) => directory.tenants.get(id);
const prefixes = (id: string) => tenant(id)?.entry.grants.flatMap((grant) => grant.prefixes);
const reasons = () => directory.tenants.teamFiles!.reasons;
async function looks(): Promise<void> {
  await notified();
  await directory.look();
  now += 1_000;
  await directory.look();
  await directory.tenants.teamFiles!.loaded;
}
async function loaded(path?: string): Promise<void> {
  await open(path);
  for (const { id } of directory.tenants.all) await directory.tenants.teamFiles!.load(id);
}

beforeEach(async () => {
  [lines, now] = [[], 0];
  folder = await TenantFolder.create();
  await folder.platform([envelope('team-a'), envelope('team-b')]);
  await folder.team('team-a', [GRANT], { cors: { origins: ['https://a.example'] } });
  await folder.team('team-b', [GRANT]);
});
afterEach(async () => {
  await directory?.onModuleDestroy();
  await folder[Symbol.asyncDispose]();
});

describe('a start', () => {
  it('fails for platform.yaml alone', async () => {
    await folder.replace(folder.file('team-a'), '{');
    await loaded();
    expect(tenant('team-a')?.standing).toBe('unavailable');
    expect(prefixes('team-b')).toEqual(['a/']);
    await folder.platform([envelope('team-a', { region: 'Ireland' })]);
    await expect(open()).rejects.toThrow(TenantFileError);
    await unlink(folder.platformFile);
    await expect(open()).rejects.toThrow(/can’t be read/);
  });

  it('reads a tenant’s file when it is first needed, and tells nothing of it before', async () => {
    await open();
    const before = tenant('team-a')!;
    expect([before.standing, before.entry.grants]).toEqual(['pending', []]);
    const inForce = await directory.tenants.inForce(before);
    expect(inForce).toBe(tenant('team-a'));
    expect(prefixes('team-a')).toEqual(['a/']);
    expect(tenant('team-b')?.standing).toBe('pending');
    expect(directory.tenants.origins.has('https://a.example')).toBe(true);
  });

  it('reads the others in the background', async () => {
    await open();
    directory.start();
    await directory.tenants.teamFiles!.loaded;
    expect(directory.tenants.all.map(({ standing }) => standing)).toEqual(['served', 'served']);
  });

  it('allows nothing for a tenant without a file', async () => {
    await unlink(folder.file('team-b'));
    await loaded();
    expect([tenant('team-b')?.standing, prefixes('team-b')]).toEqual(['served', []]);
  });
});

describe('a changed file', () => {
  it('is taken over once it is settled, and others stay the same objects', async () => {
    await loaded();
    const before = tenant('team-b');
    await folder.team('team-a', [OTHER], { cors: { origins: ['https://b.example'] } });
    await directory.look();
    expect(prefixes('team-a')).toEqual(['a/']);
    await looks();
    expect(prefixes('team-a')).toEqual(['b/']);
    expect(tenant('team-b')).toBe(before);
    expect(directory.tenants.origins.has('https://a.example')).toBe(false);
    expect(directory.tenants.origins.has('https://b.example')).toBe(true);
    expect(lines).toEqual([
      ['notice', 'tenant files loaded', { folder: folder.path, changed: ['team-a'], changedCount: 1 }],
    ]);
  });

  it('that is refused is named with its lines; what it withdraws ends', async () => {
    await folder.team('team-a', [GRANT, OTHER]);
    await loaded();
    await folder.team('team-a', [OTHER, BAD]);
    await looks();
    expect(prefixes('team-a')).toEqual(['b/']);
    expect(reasons()).toEqual([
      expect.stringMatching(
        /^Tenant team-a: .*team-a\.tenant\.yaml:\d+: grants\[1\]\.actions\[0\] must be one of/,
      ),
    ]);
    expect([...directory.tenants.teamFiles!.validity()]).toEqual([
      ['team-a', false],
      ['team-b', true],
    ]);
    await folder.team('team-a', [GRANT]);
    await looks();
    expect([prefixes('team-a'), reasons()]).toEqual([['a/'], []]);
  });

  it('that can’t be read leaves the version before for the grace, and no longer', async () => {
    await loaded();
    await folder.replace(folder.file('team-a'), 'grants: [');
    await looks();
    expect(prefixes('team-a')).toEqual(['a/']);
    now += GRACE - 1;
    await directory.look();
    expect(prefixes('team-a')).toEqual(['a/']);
    now += 1;
    await directory.look();
    expect([tenant('team-a')?.standing, prefixes('team-a')]).toEqual(['unavailable', []]);
    expect(() => directory.tenants.inForce(tenant('team-a')!)).toThrow(
      expect.objectContaining({ code: 'tenant_unavailable' }),
    );
  });

  it('that is deleted ends at the next look', async () => {
    await loaded();
    await unlink(folder.file('team-a'));
    now += 30_001;
    await directory.look();
    expect([tenant('team-a')?.standing, prefixes('team-a')]).toEqual(['served', []]);
  });

  it('of no tenant is ignored and reported', async () => {
    await folder.team('team-x', [GRANT]);
    await loaded();
    expect(tenant('team-x')).toBeUndefined();
    expect(reasons()).toEqual(['team-x.tenant.yaml is ignored: platform.yaml names no such tenant.']);
    await folder.platform([envelope('team-a'), envelope('team-b'), envelope('team-x')]);
    await looks();
    expect([prefixes('team-x'), reasons()]).toEqual([['a/'], []]);
  });
});

describe('a changed platform.yaml', () => {
  it('adds, removes and moves tenants; what it doesn’t touch stays the same', async () => {
    await loaded();
    const before = tenant('team-a');
    await folder.team('team-c', [OTHER]);
    await folder.platform([envelope('team-a'), envelope('team-c')]);
    await looks();
    expect(tenant('team-a')).toBe(before);
    expect(tenant('team-b')).toBeUndefined();
    expect(prefixes('team-c')).toEqual(['b/']);
    await folder.platform([envelope('team-a', { bucket: 'moved-files' }), envelope('team-c')]);
    await looks();
    expect(tenant('team-a')?.entry).toMatchObject({ bucket: 'moved-files', grants: [GRANT] });
  });

  it('that lowers a ceiling below a team’s limit narrows it at once, and refuses that team’s file', async () => {
    await folder.team('team-a', [GRANT], { limits: { maxExpiresIn: 3000 } });
    await loaded();
    await folder.platform([envelope('team-a', { ceilings: { maxExpiresIn: 60 } }), envelope('team-b')]);
    await looks();
    expect(tenant('team-a')?.limits.maxExpiresIn).toBe(60);
    expect(reasons()).toEqual([
      expect.stringContaining('limits.maxExpiresIn is above the platform’s ceiling (60)'),
    ]);
  });

  it('that is refused ends only what it changes', async () => {
    await loaded();
    const before = tenant('team-b');
    await folder.platform([envelope('team-a', { bucket: 'team-b-files' }), envelope('team-b')]);
    await looks();
    expect(tenant('team-a')?.standing).toBe('unavailable');
    expect(tenant('team-b')).toBe(before);
    expect(directory.tenants.refusal).toMatch(
      /platform\.yaml:\d+: tenants\[1\]\.bucket reaches keys of tenant team-a/,
    );
  });

  it('that stops sharing a role ends the tenants that share it, though it is refused for that', async () => {
    const { credentials } = envelope('team-a') as { credentials: { roleArn: string } };
    const tenants = [envelope('team-a'), envelope('team-b', { credentials }), envelope('team-c')];
    await folder.platform(tenants, { sharedRoles: [credentials.roleArn] });
    await folder.team('team-c', [GRANT]);
    await loaded();
    const before = tenant('team-c');
    const standings = () => ['team-a', 'team-b', 'team-c'].map((id) => tenant(id)?.standing);
    expect(standings()).toEqual(['served', 'served', 'served']);
    await folder.platform(tenants);
    await looks();
    expect(standings()).toEqual(['unavailable', 'unavailable', 'served']);
    expect(tenant('team-c')).toBe(before);
    await folder.platform([...tenants, {}], { sharedRoles: [credentials.roleArn] });
    await looks();
    expect(standings()).toEqual(['unavailable', 'unavailable', 'served']);
    await folder.platform(tenants, { sharedRoles: [credentials.roleArn] });
    await looks();
    expect(standings()).toEqual(['served', 'served', 'served']);
  });

  it('that is gone, or can’t be read for too long, ends everything until it is back', async () => {
    await loaded();
    await folder.replace(folder.platformFile, 'tenants: [');
    await looks();
    expect(directory.tenants.outage).toBeUndefined();
    now += GRACE;
    await directory.look();
    expect(directory.tenants.outage).toMatch(/TENANT_FILE_GRACE/);
    await folder.platform([envelope('team-a'), envelope('team-b')]);
    await looks();
    expect(directory.tenants.outage).toBeUndefined();
    await rm(folder.path, { recursive: true });
    await looks();
    expect(directory.tenants.outage).toMatch(/is missing/);
    expect(() => directory.tenants.inForce(tenant('team-a')!)).toThrow(
      expect.objectContaining({ code: 'tenant_unavailable' }),
    );
    await mkdir(folder.path);
    await folder.platform([envelope('team-a'), envelope('team-b')]);
    await folder.team('team-a', [OTHER]);
    await looks();
    expect([directory.tenants.outage, prefixes('team-a'), prefixes('team-b')]).toEqual([
      undefined,
      ['b/'],
      [],
    ]);
  });
});

/** Publishes files in the way in which kubelet publishes a projected volume. */
async function publish(version: string, teams: Readonly<Record<string, object[]>>): Promise<void> {
  const at = join(folder.path, `..${version}`);
  await mkdir(at);
  const platform = { version: 1, issuers: [ISSUER], tenants: Object.keys(teams).map((id) => envelope(id)) };
  await writeFile(join(at, 'platform.yaml'), stringify(platform));
  for (const [id, grants] of Object.entries(teams)) {
    await writeFile(join(at, `${id}.tenant.yaml`), stringify({ version: 1, grants }));
  }
  await symlink(`..${version}`, join(folder.path, '..data_tmp'));
  await rename(join(folder.path, '..data_tmp'), join(folder.path, '..data'));
  for (const name of await readdir(at)) {
    await rm(join(folder.path, name), { force: true });
    await symlink(join('..data', name), join(folder.path, name));
  }
}

it('a swap of Kubernetes’ links is seen at once, without a wait for files that are whole', async () => {
  await publish('1', { 'team-a': [GRANT], 'team-b': [GRANT] });
  await loaded();
  const before = tenant('team-b');
  await publish('2', { 'team-a': [OTHER], 'team-b': [GRANT] });
  await vi.waitFor(async () => {
    await directory.look();
    expect(prefixes('team-a')).toEqual(['b/']);
  });
  expect(tenant('team-b')).toBe(before);
});

it('by itself it notices a deletion in a moment, and a change within two seconds', async () => {
  directory = await TenantDirectory.open(folder.path, log, { grace: GRACE });
  directory.start();
  await directory.tenants.teamFiles!.loaded;
  await unlink(folder.file('team-a'));
  await folder.team('team-b', [OTHER]);
  await vi.waitFor(() => expect(prefixes('team-a')).toEqual([]), { interval: 5, timeout: 2_000 });
  await vi.waitFor(() => expect(prefixes('team-b')).toEqual(['b/']), { interval: 5, timeout: 5_000 });
});

it('looks for changes where the system can’t tell of them, and says so', async () => {
  let isExhausted = true;
  const limited = ((...args: Parameters<typeof watch>) => {
    if (isExhausted)
      throw Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), {
        code: 'ENOSPC',
      });
    return watch(...args);
  }) as typeof watch;
  directory = await TenantDirectory.open(folder.path, log, { grace: GRACE, now: () => now, watch: limited });
  for (const { id } of directory.tenants.all) await directory.tenants.teamFiles!.load(id);
  await looks();
  await folder.team('team-a', [OTHER]);
  await looks();
  await looks();
  expect(prefixes('team-a')).toEqual(['b/']);
  isExhausted = false;
  await looks();
  expect(lines.map(([level, message]) => [level, message])).toEqual([
    ['warning', 'the system does not report changes of tenant files, so the service polls them'],
    ['notice', 'tenant files loaded'],
    ['notice', 'the system reports changes of tenant files again'],
  ]);
});

it('follows a link to another folder', async () => {
  await using other = await TenantFolder.create();
  await other.platform([envelope('team-a')]);
  await other.team('team-a', [OTHER]);
  const link = `${folder.path}-link`;
  await symlink(folder.path, link);
  try {
    await loaded(link);
    expect(prefixes('team-a')).toEqual(['a/']);
    await symlink(other.path, `${link}-new`);
    await rename(`${link}-new`, link);
    await looks();
    await looks();
    expect([prefixes('team-a'), tenant('team-b')]).toEqual([['b/'], undefined]);
  } finally {
    await unlink(link);
  }
});
