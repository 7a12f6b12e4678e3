import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

/** A log file, plain or gzipped (`.gz`), that is read as a stream. */
export class LogFile {
  constructor(
    readonly name: string,
    private readonly open: () => Readable,
    private readonly progress: (message: string) => void,
  ) {}

  async *lines(): AsyncGenerator<string> {
    let count = 0;
    let rest = '';
    for await (const chunk of this.open().setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      count += lines.length;
      yield* lines;
    }
    if (rest !== '') yield rest;
    this.progress(`${this.name}: ${count} lines`);
  }

  async text(): Promise<string> {
    const whole = await text(this.open());
    this.progress(`${this.name}: ${whole.length} characters`);
    return whole;
  }
}

/**
 * Finds the log files.
 *
 * @param paths files, folders (all files below them), or `-` for `stdin`
 * @param progress is called with the name of each file after it was read
 * @throws Error if a path doesn't exist
 */
export async function logFiles(
  paths: readonly string[],
  stdin: Readable,
  progress: (message: string) => void,
): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const path of paths) {
    if (path === '-') files.push(new LogFile('standard input', () => stdin, progress));
    else
      for (const file of await filesBelow(path)) files.push(new LogFile(file, () => opened(file), progress));
  }
  return files;
}

async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** Opens a file. An error of the file is emitted as an error of the returned stream. */
function opened(path: string): Readable {
  const file = createReadStream(path);
  return path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
}
