import { writeFile } from 'node:fs/promises';
import { expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { Presign } from '../support/processes/presign.js';

const PAGE = 'how-to/why-a-url-fails.md';
const IN_CHECKOUT = 'npm run --silent presign --';

// The lane `local` runs the other commands of the page.
it(`docs/${PAGE}: the command explains the refused upload as the page says`, async () => {
  const ready = inject('ready');
  await using presign = await Presign.create(ready.url, ready.tenants['team-a']!.token);
  await writeFile(presign.path('ready.json'), JSON.stringify(ready));
  const blocks = codeBlocks(PAGE);
  const codeOf = (name: string) => blocks.find(({ language }) => language === name)!.code;
  const upload = blocks
    .filter(({ language }) => language === 'sh')
    .slice(0, 2)
    .map(({ code }) => code);
  const command = codeOf('bash').replace(IN_CHECKOUT, 'presign');
  const { code, stdout, stderr } = await presign.shell(['set -e', ...upload, command].join('\n'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.endsWith(codeOf('text'))).toBe(true);
});
