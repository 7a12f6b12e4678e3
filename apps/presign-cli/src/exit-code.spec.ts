import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXIT_CODES } from './exit-code.js';

it('exit codes are as docs/presign-cli.md says', () => {
  const page = readFileSync(new URL('../../../docs/presign-cli.md', import.meta.url), 'utf8');
  const rows = Array.from(page.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm), ([, code, text]) => [code, text]);
  expect(Object.fromEntries(rows)).toEqual(EXIT_CODES);
});
