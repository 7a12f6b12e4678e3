import { rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/**
 * The addresses and tokens of the started process, for scripts. The mode of the file keeps the tokens from other users.
 */
export interface Ready {
  readonly url: string;
  readonly docs: string;
  /** The URL of the page, with a token for all tenants in the fragment. */
  readonly try: string;
  readonly management: string;
  readonly s3: string;
  readonly pid: number;
  readonly tenants: Record<string, { readonly token: string; readonly bucket: string }>;
}

/**
 * Writes a temporary file beside the path and renames it, so that no reader sees half a file. The file is removed when
 * the process exits.
 *
 * @throws Error that names `--ready-file` and gives the reason why the file can't be written
 */
export async function writeReadyFile(file: string, ready: Ready): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `--ready-file ${file} can't be written (${code}). Give the path of a file in a folder that exists.`,
      {
        cause: error,
      },
    );
  }
  process.on('exit', () => rmSync(file, { force: true }));
}
