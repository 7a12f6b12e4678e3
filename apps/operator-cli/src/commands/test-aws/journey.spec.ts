import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseTenantFile } from '#tenant-file';
import { runJourney, type Cloud } from './journey.js';
import { readOptions, type JourneyOptions } from './options.js';
import { printed } from './command.js';
import { RUN_TAG, namesOf, rootOf } from './root.js';
import { tenantFileOf } from './tenant-file.js';

const ACCOUNTS = ['111111111111', '222222222222'] as const;
const GIVEN = ['--accounts', ACCOUNTS.join(','), '--profiles', 'a,b'];
const options = (...args: string[]): JourneyOptions => readOptions([...GIVEN, ...args], () => 'tp-k3v9x2ab');

/** Returns a cloud that records the calls, and fails where the test tells it to. */
function cloud(change: Partial<Cloud> = {}): Cloud & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    applying: 'nothing is applied',
    notShown: ['everything'],
    cost: 'USD 0',
    names: ['tp-k3v9x2ab-files'],
    account: (index) => Promise.resolve(ACCOUNTS[index]),
    existing: () => Promise.resolve([]),
    apply: () => {
      calls.push('apply');
      const api = {
        token: () => Promise.resolve('token'),
        call: () => Promise.resolve({ status: 503, body: 'no' }),
      };
      return Promise.resolve(api);
    },
    revoke: () => Promise.resolve(),
    destroy: () => {
      calls.push('destroy');
      return Promise.resolve();
    },
    ...change,
  };
}
const yes = { say: () => {}, ask: () => Promise.resolve(true) };

describe('the journey changes nothing', () => {
  it.each([
    [
      'with credentials of another account',
      options(),
      { account: () => Promise.resolve('999999999999') },
      /a are of account 999999999999/,
    ],
    [
      'where the second profile is of the first account',
      options(),
      { account: () => Promise.resolve(ACCOUNTS[0]) },
      /b are of account 111111111111/,
    ],
    [
      'where a name exists',
      options(),
      { existing: () => Promise.resolve(['tp-k3v9x2ab-files']) },
      /tp-k3v9x2ab-files exists already/,
    ],
    [
      'and destroys nothing, with --destroy and another account',
      options('--destroy', 'tp-k3v9x2ab'),
      { account: () => Promise.resolve('999999999999') },
      /Nothing was changed/,
    ],
  ])('%s', async (_, given, change, words) => {
    const world = cloud(change);
    const report = await runJourney(given, world, yes, 0);
    expect(report).toMatchObject({
      failure: expect.stringMatching(words) as string,
      isCleanedUp: !given.destroyOnly, // resources of the earlier run are still there
    });
    expect(world.calls).toEqual([]);
  });

  it('where the answer is no, after it has said names and cost', async () => {
    const world = cloud();
    let said = '';
    const report = await runJourney(options(), world, {
      say: (text) => (said += text),
      ask: () => Promise.resolve(false),
    });
    expect(report.failure).toContain('You declined');
    expect(world.calls).toEqual([]);
    for (const words of ['tp-k3v9x2ab-files', 'USD', '--destroy tp-k3v9x2ab']) expect(said).toContain(words);
  });
});

describe('the journey destroys', () => {
  it('after a failure', async () => {
    const world = cloud();
    const report = await runJourney(options(), world, yes, 0);
    expect(report).toMatchObject({ failure: expect.stringContaining('503') as string, isCleanedUp: true });
    expect(world.calls).toEqual(['apply', 'destroy']);
  });

  it('where applying itself fails', async () => {
    const world = cloud({ apply: () => Promise.reject(new Error('EntityAlreadyExists')) });
    const report = await runJourney(options(), world, yes, 0);
    expect(report.failure).toBe('EntityAlreadyExists');
    expect(world.calls).toEqual(['destroy']);
  });

  it('and nothing else, with --destroy', async () => {
    const world = cloud();
    expect(await runJourney(options('--destroy', 'tp-00000000'), world, yes, 0)).toMatchObject({
      runId: 'tp-00000000',
      isCleanedUp: true,
    });
    expect(world.calls).toEqual(['destroy']);
  });

  it('or says how to repeat it', async () => {
    const world = cloud({ destroy: () => Promise.reject(new Error('DependencyViolation')) });
    const report = await runJourney(options(), world, yes, 0);
    expect(report.isCleanedUp).toBe(false);
    expect(report.failure).toMatch(
      /503.*DependencyViolation.*npm run test:aws -- --accounts .* --destroy tp-k3v9x2ab/s,
    );
    expect(printed(report)).toContain('Some resources of the run may be left.');
  });
});

it('the tenant file of a run is valid', () => {
  const { tenants } = parseTenantFile(stringify(tenantFileOf(options())), 'tenants.yaml');
  expect(tenants.map(({ id }) => id)).toEqual(['tp-k3v9x2ab']);
});

it('everything of a run carries its id, in names and in tags', () => {
  for (const name of Object.values(namesOf('tp-k3v9x2ab'))) expect(name).toContain('tp-k3v9x2ab');
  const { provider } = rootOf(options(), '../modules', 'lambda.zip', () => ({})) as {
    provider: { aws: { default_tags: object[]; allowed_account_ids: string[] }[] };
  };
  expect(provider.aws.map((each) => each.allowed_account_ids)).toEqual([[ACCOUNTS[0]], [ACCOUNTS[1]]]);
  for (const { default_tags } of provider.aws)
    expect(default_tags).toEqual([{ tags: { [RUN_TAG]: 'tp-k3v9x2ab' } }]);
});

it.each([
  [[], /--accounts A,B/],
  [['--accounts', '111111111111'], /--accounts A,B/],
  [['--accounts', '111111111111,22222222222'], /twelve digits/],
  [['--accounts', ACCOUNTS.join(',')], /--profiles A,B/],
  [[...GIVEN, '--region', 'Ireland'], /--region is Ireland/],
  [[...GIVEN, '--destroy', '*'], /--destroy is \*/],
  [[...GIVEN, '--destroy', 'tp-k3v9x2ab/..'], /Give the id of a run/],
  [[...GIVEN, '--force'], /--force/],
  [[...GIVEN, '--target', 'ecs'], /--target is ecs\. Give lambda or eks/],
  [[...GIVEN, '--target', 'eks'], /--cluster is missing or invalid/],
  [[...GIVEN, '--target', 'eks', '--cluster', '../blue'], /--cluster is missing or invalid/],
  [[...GIVEN, '--cluster', 'blue'], /need --target eks/],
  [[...GIVEN, '--context', 'blue'], /need --target eks/],
])('%j is refused', (args, words) => {
  expect(() => readOptions(args, () => 'tp-k3v9x2ab')).toThrow(words);
});
