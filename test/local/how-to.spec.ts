import { readdirSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { runPage } from '../support/docs/page-commands.js';

const pages = readdirSync('docs/how-to').map((name) => `how-to/${name}`);

describe('the how-to pages', () => {
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
