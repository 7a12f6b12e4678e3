import { readdirSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { runPage } from '../support/docs/page-commands.js';

/** Pages that need more than a shell and Node. The lanes clients, browser and kubernetes test them. */
const ELSEWHERE = new Set([
  'how-to/many-files-from-python.md',
  'how-to/large-files-from-a-browser.md',
  'how-to/first-file-on-eks.md',
  'how-to/sealing-keys.md',
]);
const pages = [
  ...readdirSync('docs/how-to').map((name) => `how-to/${name}`),
  'tutorials/first-upload.md',
].filter((page) => !ELSEWHERE.has(page));

describe('the how-to pages and the first tutorial', () => {
  it.each(pages)('%s: the commands print what the page says', async (page) => {
    const output = await runPage(page, inject('ready'));
    const printed = codeBlocks(page).filter(({ language }) => language === '');
    expect(printed.length).toBeGreaterThan(0);
    for (const { code } of printed) expect(output).toContain(code);
  });

  it('avatars.md: S3 accepts the small file and refuses the large one', async () => {
    expect((await runPage('how-to/avatars.md', inject('ready'))).split('\n')).toEqual(
      expect.arrayContaining(['201', '400']),
    );
  });
});
