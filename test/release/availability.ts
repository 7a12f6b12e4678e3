import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

const INSTALL = join(import.meta.dirname, '../peers/registry/install.sh');

/** Returns the path of the registry, whether or not it is installed. */
export const registryProgram = (): string =>
  execFileSync('bash', [INSTALL, '--print'], { encoding: 'utf8' }).trim();

/** Returns why a release can't be rehearsed, or `undefined` if it can. */
export const whyNoRegistry = (): string | undefined =>
  existsSync(registryProgram())
    ? undefined
    : 'no container registry (test/peers/registry/install.sh builds it, with Go)';

/** Returns why this machine can't emulate arm64, or `undefined` if it can. Releases are rehearsed on amd64 only. */
export const whyNoEmulation = (): string | undefined =>
  existsSync('/proc/sys/fs/binfmt_misc/qemu-aarch64')
    ? undefined
    : 'no emulator for arm64 (test/peers/emulation/up.sh registers one)';
