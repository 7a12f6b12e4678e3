import { isUtf8 } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readText } from './tenant-file.source.js';

/** The number of bytes that a stream reads at once. */
const PIECE = 65_536;

it('reads what is UTF-8, wherever a piece of it ends, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'source-'));
  const path = join(folder, 'tenants.yaml');
  const end = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: PIECE - 8, max: PIECE }), end, async (length, bytes) => {
      const all = Buffer.concat([Buffer.alloc(length, '#'), bytes]);
      await writeFile(path, all);
      const text = await readText(path).then((read) => read.text, String);
      expect(text === all.toString()).toBe(isUtf8(bytes));
      expect(text.includes('is not UTF-8')).toBe(!isUtf8(bytes));
    }),
  );
  await rm(folder, { recursive: true });
});
