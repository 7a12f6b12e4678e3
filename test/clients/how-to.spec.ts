import { expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { runPage } from '../support/docs/page-commands.js';

const PAGE = 'how-to/many-files-from-python.md';

it('the page about many files from Python: the commands print what it says', async () => {
  const output = await runPage(PAGE, inject('ready'));
  const printed = codeBlocks(PAGE).filter(({ language }) => language === '');
  expect(printed).toHaveLength(2);
  for (const { code } of printed) expect(output).toContain(code);
});
