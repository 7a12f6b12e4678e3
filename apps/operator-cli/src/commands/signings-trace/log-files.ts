import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

/** A log, plain or gzipped (`.gz`), read as it comes. */
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
 * @param paths files, folders (all files below), or `-` for `stdin`
 * @param progress is told of each file, once it is read
 * @throws Error where one is not there
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

/** An error of the file is one of the stream that is read. */
function opened(path: string): Readable {
  const file = createReadStream(path);
  return path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
}
