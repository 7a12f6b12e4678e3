import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BYTES = 8 * 1024 ** 2;

/** A folder on a file system that does not distinguish `A` from `a`: NTFS by FUSE, with the option `ignore_case`. */
export class CaseFoldingFolder implements AsyncDisposable {
  private constructor(
    private readonly root: string,
    readonly path: string,
  ) {}

  /** Whether this machine can mount such a folder. test/peers/case-folding/install.sh installs the programs for it. */
  static readonly isPossible =
    process.getuid?.() === 0 && existsSync('/dev/fuse') && existsSync('/usr/bin/lowntfs-3g');

  /** Mounts the folder. @throws Error if it can't be mounted */
  static async mount(): Promise<CaseFoldingFolder> {
    const root = await mkdtemp(join(tmpdir(), 'case-folding-'));
    const [image, path] = [join(root, 'image'), join(root, 'mounted')];
    await mkdir(path);
    await writeFile(image, '');
    await truncate(image, BYTES);
    await run('mkntfs', ['--quiet', '--force', image]);
    await run('lowntfs-3g', [image, path, '-o', 'ignore_case,silent']);
    return new CaseFoldingFolder(root, path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', [this.path]);
    await rm(this.root, { recursive: true });
  }
}
