import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { unusedCompileCache } from './compile-cache.js';

const FITS = 'v24.21.0-x64-964aae3f-65532';
const folders = (all: Readonly<Record<string, readonly string[]>>) => (folder: string) => {
  if (!(folder in all)) throw new Error('ENOENT');
  return all[folder]!;
};

it('says nothing where the cache is used, or there is none', () => {
  const list = folders({ '/cache': [FITS], [`/cache/${FITS}`]: ['1a2b'] });
  expect(unusedCompileCache('/cache', `/cache/${FITS}`, list)).toBeUndefined();
  expect(unusedCompileCache(undefined, undefined, list)).toBeUndefined();
  expect(unusedCompileCache('', undefined, list)).toBeUndefined();
});

it.each([
  ['Node could not make a folder for it', undefined, { '/cache': [FITS] }, [FITS]],
  [
    'Node has made a folder for it',
    '/cache/other',
    { '/cache': [FITS, 'other'], '/cache/other': [] },
    [FITS],
  ],
])('says what the cache was made for where this processor is another: %s', (_, used, all, found) => {
  const unused = unusedCompileCache('/cache', used, folders(all));
  expect(unused).toEqual({ reason: expect.stringContaining('another processor family'), found });
});

it.each([{}, { '/cache': [] }, { '/cache': ['mine'], '/cache/mine': [] }])(
  'says that it is empty: %j',
  (all) => {
    const unused = unusedCompileCache('/cache', '/cache/mine', folders(all));
    expect(unused).toEqual({ reason: expect.stringContaining('is empty'), found: [] });
  },
);

it('sees what Node itself does, on a processor without a feature that the cache was made with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compile-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const module = new URL('./compile-cache.ts', import.meta.url).href;
  const program = join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { unusedCompileCache } from ${JSON.stringify(module)};
     console.log(JSON.stringify(unusedCompileCache(process.env.NODE_COMPILE_CACHE) ?? null));`,
  );
  const run = (...flags: string[]) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache'), NODE_OPTIONS: '' };
    return JSON.parse(
      execFileSync(process.execPath, [...flags, program], { env, encoding: 'utf8' }),
    ) as unknown;
  };
  expect(run()).toMatchObject({ reason: expect.stringContaining('is empty') });
  expect(run()).toBeNull();
  expect(run('--max-old-space-size=64')).toBeNull(); // memory flags do not matter
  expect(run('--no-enable-avx2', '--no-enable-sse4-1')).toMatchObject({
    reason: expect.stringContaining('another processor family'),
    found: [expect.stringMatching(/^v\d+\./)],
  });
});
