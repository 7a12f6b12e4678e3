import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { TargetName } from './target.js';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

/** The last release of LocalStack that needs no account. */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

const RADOSGW_PROGRAMS = ['radosgw', 'ceph-mon', 'ceph-osd', 'radosgw-admin'];

const EXTERNAL_VARIABLES = [
  'TEST_S3_ENDPOINT',
  'TEST_S3_ACCESS_KEY_ID',
  'TEST_S3_SECRET_ACCESS_KEY',
  'TEST_S3_BUCKET',
];

/**
 * Returns in one line why this machine doesn't have a target; `undefined` if it has the target.
 *
 * @param mayPull whether a missing image may be pulled from a registry
 */
export async function whyUnavailable(
  target: TargetName,
  { mayPull = false } = {},
): Promise<string | undefined> {
  switch (target) {
    case 'embedded':
      return undefined;
    case 'localstack':
      return (await whyNoDocker()) ?? (mayPull ? undefined : await whyNoImage());
    case 'radosgw':
      return whyNoRadosgw();
    case 'external':
      return whyNoExternal();
  }
}

async function whyNoDocker(): Promise<string | undefined> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => undefined,
    () => 'no Docker engine answers (test/peers/docker/up.sh brings one up)',
  );
}

async function whyNoImage(): Promise<string | undefined> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const has = async (reference: string) =>
    (await dockerode.listImages({ filters: { reference: [reference] } })).length > 0;
  if (!(await has(LOCALSTACK_IMAGE))) {
    return `Docker doesn't have the image ${LOCALSTACK_IMAGE} (test/peers/localstack/image.sh provides it)`;
  }
  if (!doesWithoutReaper() && !(await has('testcontainers/ryuk'))) {
    return "Docker doesn't have the image of testcontainers' reaper (TESTCONTAINERS_RYUK_DISABLED=true does without)";
  }
  return undefined;
}

/**
 * Returns whether no reaper is needed: in CI, which discards its machine, or if `TESTCONTAINERS_RYUK_DISABLED` is set.
 * Elsewhere the reaper removes the containers of tests that were killed.
 */
export const doesWithoutReaper = (): boolean =>
  process.env['CI'] === 'true' || process.env['TESTCONTAINERS_RYUK_DISABLED'] === 'true';

async function whyNoRadosgw(): Promise<string | undefined> {
  const found = await Promise.all(RADOSGW_PROGRAMS.map(isOnPath));
  const missing = RADOSGW_PROGRAMS.filter((_, index) => !found[index]);
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} not installed (test/peers/radosgw/install.sh installs them)`;
}

/** Returns why there is no external target. external.ts explains the variables. */
export function whyNoExternal(): string | undefined {
  const missing = EXTERNAL_VARIABLES.filter((name) => !process.env[name]);
  return missing.length === 0 ? undefined : `${missing.join(', ')} not set`;
}

async function isOnPath(program: string): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
