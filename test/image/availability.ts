import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

const run = promisify(execFile);
const ENGINE = ['version', '--format', '{{.Server.Version}}'];
const BASES = ['image', 'ls', '--format', '{{.Repository}}', 'tenant-presign/base-*'];

/**
 * Returns in one line why this machine can't build and run the image; `undefined` if it can.
 *
 * @param mayPull whether the Dockerfile's own base images may be pulled from a registry
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
