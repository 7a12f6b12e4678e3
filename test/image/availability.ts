import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

// Node itself runs this file, for scripts/test.mjs: types only that can be stripped, and no other import of ours.

const run = promisify(execFile);
const ENGINE = ['version', '--format', '{{.Server.Version}}'];
const BASES = ['image', 'ls', '--format', '{{.Repository}}', 'tenant-presign/base-*'];

/**
 * Why this machine can't build and run the image, in one line; `undefined` where it can.
 *
 * @param mayPull the Dockerfile's own bases may be fetched from a registry
 */
export async function whyNoImage({ mayPull = false } = {}): Promise<string | undefined> {
  if (!(await docker(ENGINE))) return 'no Docker engine answers (test/peers/docker/up.sh brings one up)';
  const bases = await docker(BASES);
  if (mayPull || bases?.split('\n').length === 2) return undefined;
  return "Docker doesn't have the image's bases (test/peers/image-base/images.sh makes them)";
}

const docker = (args: readonly string[]): Promise<string | undefined> =>
  run('docker', args).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
