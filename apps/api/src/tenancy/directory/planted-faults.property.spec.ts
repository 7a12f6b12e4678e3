import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { envelope, notified, TenantFolder } from '../../../../../test/support/generators/tenant-folder.js';
import { TenantDirectory } from './tenant-directory.js';

// The tests plant faults in files, one after the other, and compare the result with a rule in a few lines: `Model`.

const IDS = ['team-a', 'team-b', 'team-c', 'team-d'];
const GRANTS = ['a/', 'b/', 'c/'].map((prefix) => ({ actions: ['download'], prefixes: [prefix] }));
const BAD = { actions: ['fly'], prefixes: ['d/'] };
const GRACE = 600_000;

type Grants = readonly object[];
/**
 * The part of a tenant that is in force: its grants, `denied` if there is no file, or `unavailable` if the file is
 * faulty and no earlier version is left.
 */
type InForce = Grants | 'denied' | 'unavailable';

interface World {
  readonly folder: TenantFolder;
  readonly directory: TenantDirectory;
  readonly model: Model;
  now: number;
}

class Model {
  readonly inForce = new Map<string, InForce>(IDS.map((id) => [id, GRANTS]));
  readonly unreadableSince = new Map<string, number>();
  /** The state that a process reaches which never read an earlier version of the file. */
  readonly #afresh = new Map<string, InForce>();

  /** Updates the model after the platform removed the tenant and restored it. */
  afterPlatform(id: string, now: number): void {
    this.inForce.set(id, this.#afresh.get(id) ?? GRANTS);
    if (this.unreadableSince.has(id)) this.unreadableSince.set(id, now);
  }

  valid(id: string, grants: Grants): void {
    this.#set(id, grants, grants);
  }

  refused(id: string, grants: Grants): void {
    const before = this.inForce.get(id)!;
    this.#set(
      id,
      typeof before === 'string' ? 'unavailable' : before.filter((grant) => grants.includes(grant)),
    );
  }

  ended(id: string): void {
    this.#set(id, 'unavailable');
  }

  deleted(id: string): void {
    this.#set(id, 'denied', 'denied');
  }

  unreadable(id: string, now: number): void {
    const since = this.unreadableSince.get(id) ?? now;
    this.#afresh.set(id, 'unavailable');
    if (this.inForce.get(id) === 'denied') this.#set(id, 'unavailable');
    this.unreadableSince.set(id, since);
  }

  passed(now: number): void {
    for (const [id, since] of this.unreadableSince)
      if (now - since >= GRACE) this.inForce.set(id, 'unavailable');
  }

  #set(id: string, inForce: InForce, afresh: InForce = 'unavailable'): void {
    this.inForce.set(id, inForce);
    this.#afresh.set(id, afresh);
    this.unreadableSince.delete(id);
  }
}

type Fault = (world: World, id: string, other: string, grants: Grants) => Promise<void>;

const text = (grants: Grants, more: object = {}) => stringify({ version: 1, grants, ...more });
const platformOf = (change: (id: string) => object = () => ({})) => IDS.map((id) => envelope(id, change(id)));

const FAULTS: Readonly<Record<string, Fault>> = {
  async withdrawn({ folder, model }, id, _, grants) {
    await folder.team(id, grants);
    model.valid(id, grants);
  },
  async withdrawnBesideAnError({ folder, model }, id, _, grants) {
    await folder.team(id, [...grants, BAD]);
    model.refused(id, grants);
  },
  async writtenInPlace({ folder, model }, id, _, grants) {
    await rm(folder.file(id), { recursive: true, force: true });
    await writeFile(folder.file(id), text([...grants, BAD]));
    model.refused(id, grants);
  },
  async stolenBucket({ folder, model }, id, other, grants) {
    await folder.replace(folder.file(id), text(grants, { bucket: `${other}-files` }));
    model.ended(id);
  },
  async stolenId({ folder, model }, id, other, grants) {
    await folder.replace(folder.file(id), text(grants, { id: other }));
    model.ended(id);
  },
  async stolenRole({ folder, model }, id, other, grants) {
    await folder.replace(folder.file(id), text(grants, { credentials: { roleArn: `${other}-presign` } }));
    model.ended(id);
  },
  async syntax({ folder, model, now }, id, _, grants) {
    await folder.replace(folder.file(id), `${text(grants)}limits: {maxExpiresIn: [}\n`);
    model.unreadable(id, now);
  },
  async noUtf8({ folder, model, now }, id) {
    await rm(folder.file(id), { recursive: true, force: true });
    await writeFile(folder.file(id), Buffer.from([0x76, 0xff, 0xfe]));
    model.unreadable(id, now);
  },
  async aFolder({ folder, model, now }, id) {
    await rm(folder.file(id), { recursive: true, force: true });
    await mkdir(folder.file(id));
    model.unreadable(id, now);
  },
  async anotherVersion({ folder, model }, id, _, grants) {
    await folder.replace(folder.file(id), text(grants).replace('version: 1', 'version: 2'));
    model.ended(id);
  },
  async tooLarge({ folder, model, now }, id, _, grants) {
    await folder.replace(folder.file(id), `${text(grants)}# ${'x'.repeat(128 * 1024)}\n`);
    model.unreadable(id, now);
  },
  /** Writes a file repeatedly while it is read. A partial text must never be taken for a complete one. */
  async writtenAtOnceWithAnother({ folder, directory, model }, id, _, grants) {
    const writing = Promise.all([GRANTS, [BAD, ...grants], grants].map((each) => folder.team(id, each)));
    await Promise.all([writing, directory.look(), directory.look()]);
    await folder.team(id, grants);
    model.valid(id, grants);
  },
  /** Moves a file away and back, like editors that keep a copy and deployments that replace a folder file by file. */
  async movedAwayAndBack({ folder, directory, model }, id, _, grants) {
    await folder.team(id, grants);
    const copy = `${folder.file(id)}~`;
    await rename(folder.file(id), copy);
    await directory.look();
    await rename(copy, folder.file(id));
    model.valid(id, grants);
  },
  async deleted({ folder, model }, id) {
    await rm(folder.file(id), { recursive: true, force: true });
    model.deleted(id);
  },
  /** Writes half a file. The half is valid, and holds fewer grants. */
  async halfWritten({ folder, directory, model }, id) {
    const half = text(GRANTS.slice(0, 1));
    await rm(folder.file(id), { recursive: true, force: true });
    await writeFile(folder.file(id), half);
    await directory.look();
    await appendFile(folder.file(id), text(GRANTS.slice(1)).slice('version: 1\ngrants:\n'.length));
    model.valid(id, GRANTS);
  },
  async renamedAgainAndAgain({ folder, directory, model }, id, _, grants) {
    for (const some of [[BAD], GRANTS, grants]) {
      await folder.team(id, some);
      await directory.look();
    }
    model.valid(id, grants);
  },
  async fileOfNoTenant({ folder }) {
    await folder.team('team-x', GRANTS);
  },
  /** Breaks the platform's file for less than the grace period. Nothing changes for any tenant. */
  async platformSyntax(world) {
    const { folder, directory } = world;
    const before = IDS.map((each) => directory.tenants.get(each));
    await folder.replace(folder.platformFile, 'version: 1\ntenants: [');
    await settle(world);
    expect(directory.tenants.refusal).toContain('platform.yaml');
    for (const [index, each] of IDS.entries())
      if (!world.model.unreadableSince.has(each)) expect(directory.tenants.get(each)).toBe(before[index]);
    await folder.platform(platformOf());
  },
};

/**
 * Faults of the platform's file. The affected tenant is no longer served, and the file becomes valid again afterwards.
 */
const STEALING: Readonly<Record<string, (other: string) => object>> = {
  bucket: (other) => ({ bucket: `${other}-files` }),
  id: (other) => ({ id: other }),
  role: (other) => ({
    credentials: {
      type: 'assume-role',
      roleArn: `arn:aws:iam::222222222222:role/${other}-presign`,
      source: { type: 'container' },
    },
  }),
  issuer: () => ({ issuers: ['unknown'] }),
  grants: () => ({ grants: GRANTS }),
  spelling: () => ({ buckett: 'x' }),
  ceiling: () => ({ ceilings: { maxExpiresIn: '1h' } }),
};

/** Runs two passes, between which the files found by the first one settle. */
async function settle(world: World): Promise<void> {
  await notified();
  await world.directory.look();
  world.now += 1_000;
  await world.directory.look();
  world.model.passed(world.now);
}

function compare({ directory, model }: World): void {
  for (const id of IDS) {
    const tenant = directory.tenants.get(id)!;
    const inForce = model.inForce.get(id)!;
    const is =
      tenant.standing === 'unavailable' ? 'unavailable' : JSON.parse(JSON.stringify(tenant.entry.grants));
    expect([id, is]).toEqual([id, inForce === 'denied' ? [] : inForce]);
    expect(tenant.entry.bucket).toBe(`${id}-files`);
  }
}

const step = fc.record({
  fault: fc.constantFrom(...Object.keys(FAULTS), ...Object.keys(STEALING).map((what) => `steal ${what}`)),
  id: fc.constantFrom(...IDS),
  other: fc.constantFrom(...IDS),
  grants: fc.subarray(GRANTS),
  pause: fc.constantFrom(0, 0, 0, GRACE / 2, GRACE),
});

/* oxlint-disable vitest/no-conditional-expect -- what holds depends on the fault */
let faults = 0;

it('1,000 faults: no effect on neighbours, and no grant that outlives the rule', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 40 }), async (steps) => {
      await using folder = await TenantFolder.create();
      await folder.platform(platformOf());
      for (const id of IDS) await folder.team(id, GRANTS);
      const silent = { notice: () => undefined, warning: () => undefined };
      const clock = { now: 0 };
      const directory = await TenantDirectory.open(folder.path, silent, {
        grace: GRACE,
        now: () => clock.now,
      });
      try {
        const world: World = {
          folder,
          directory,
          model: new Model(),
          get now() {
            return clock.now;
          },
          set now(time) {
            clock.now = time;
          },
        };
        for (const id of IDS) await directory.tenants.teamFiles!.load(id);
        for (const each of steps) await play(world, each);
        faults += steps.length;
      } finally {
        await directory.onModuleDestroy();
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect(faults).toBeGreaterThanOrEqual(1_000);
}, 120_000);

async function play(
  world: World,
  { fault, id, other, grants, pause }: ReturnType<typeof valueOf>,
): Promise<void> {
  const { directory, folder } = world;
  const before = new Map(IDS.map((each) => [each, directory.tenants.get(each)]));
  const stealing = STEALING[fault.slice('steal '.length)];
  if (stealing && fault.startsWith('steal ')) {
    if (id === other) return;
    await folder.platform(platformOf((each) => (each === id ? stealing(other) : {})));
    await settle(world);
    for (const each of IDS)
      if (each !== id && each !== other) expect(directory.tenants.get(each)).toBe(before.get(each));
    expect(directory.tenants.get(other)?.entry).toEqual(before.get(other)?.entry);
    expect(directory.tenants.get(id)?.standing ?? 'gone').toMatch(/unavailable|gone/);
    await folder.platform(platformOf());
    await settle(world);
    await directory.tenants.teamFiles!.load(id);
    world.model.afterPlatform(id, world.now);
    compare(world);
    return;
  }
  await FAULTS[fault]!(world, id, other, grants);
  await settle(world);
  compare(world);
  for (const each of IDS) {
    if (each !== id && !world.model.unreadableSince.has(each))
      expect(directory.tenants.get(each)).toBe(before.get(each));
  }
  world.now += pause;
  await directory.look();
  world.model.passed(world.now);
  compare(world);
}
declare function valueOf(): typeof step extends fc.Arbitrary<infer T> ? T : never;
